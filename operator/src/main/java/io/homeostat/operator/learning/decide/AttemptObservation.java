package io.homeostat.operator.learning.decide;

/**
 * What is known of one Job that was started for a learning step, so that decisions need neither
 * Jobs nor Pods.
 *
 * @param attempt 1 for the first Job
 * @param phase how far it is
 * @param terminationMessage the container's last words; null when there are none
 * @param exitCode exit code of the container; null when it never ran or is gone
 * @param cause Kubernetes' reason for the end ({@code OOMKilled}, {@code Evicted}, {@code Error},
 *     DeadlineExceeded, …); null when unknown
 * @param waiting why the pod does not run yet; null when it runs or ran
 * @param divisor by how much its batches were cut; null when it has none to cut
 */
public record AttemptObservation(
    int attempt,
    Phase phase,
    String terminationMessage,
    Integer exitCode,
    String cause,
    String waiting,
    Integer divisor) {
  /** How far a Job is. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED
  }
}
