package io.homeostat.operator.rollouts.decide;

import java.util.List;

/**
 * Where a Rollout stands.
 *
 * @param name its name
 * @param problem why nothing else is known; null when it is
 * @param stableHash hash of the pod template that serves
 * @param currentHash hash of the pod template that is rolled out; that of stable when none is
 * @param phase Progressing, Paused, Healthy or Degraded
 * @param pauseReason why it pauses, such as CanaryPauseStep; null when it does not
 * @param aborted whether it goes back to stable
 * @param shares the share of the rolled-out template after each step, permille; at least one
 * @param step number of the step from 0; the number of steps when all are done
 * @param weight share that the rolled-out template has now, permille
 */
public record RolloutView(
    String name,
    String problem,
    String stableHash,
    String currentHash,
    String phase,
    String pauseReason,
    boolean aborted,
    List<Integer> shares,
    int step,
    int weight) {

  /** A Rollout that cannot be looked at, or has not looked at its own spec yet. */
  public static RolloutView unknown(String name, String problem) {
    return new RolloutView(name, problem, null, null, null, null, false, List.of(), 0, 0);
  }

  /** Whether where it stands is known. */
  public boolean known() {
    return problem == null;
  }

  /** Whether all its pods have one template. */
  public boolean settled() {
    return known() && stableHash.equals(currentHash) && "Healthy".equals(phase);
  }

  /** Whether a template has become the one that serves. */
  public boolean released(String hash) {
    return settled() && stableHash.equals(hash);
  }

  /** Whether it waits for a duration, a person or a verdict. */
  public boolean paused() {
    return "Paused".equals(phase);
  }
}
