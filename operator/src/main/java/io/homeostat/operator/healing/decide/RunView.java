package io.homeostat.operator.healing.decide;

import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.operator.intervention.decide.Order;
import java.time.Instant;
import java.util.List;

/**
 * Everything that a HealingRun decides from.
 *
 * @param createdAt when the run was made, RFC 3339
 * @param before the status as it stands; null when there is none
 * @param serviceExists whether the ModelService is there
 * @param stable what the traffic plan calls stable now; null when there is no plan
 * @param rejected fingerprints that the traffic plan lists as rejected
 * @param accepted findings of the poison guard that the dataset is built with
 * @param candidates what the plan's attempts come to, in their order
 * @param canaried name of the Release that the canary moves sessions to; null without a canary
 * @param monitor status of the DriftMonitor that found the drift; null when it is not there
 * @param order the oldest order of a person that is not settled; null when there is none
 * @param paused whether the chart stops new canaries
 */
public record RunView(
    Long generation,
    String createdAt,
    Instant now,
    HealingRunSpec spec,
    HealingRunStatus before,
    boolean serviceExists,
    Stable stable,
    List<String> rejected,
    Child<DatasetStatus> dataset,
    List<String> accepted,
    Child<FineTuneJobStatus> fineTune,
    Child<AdapterMergeStatus> merge,
    List<Candidate> candidates,
    Child<CanaryReleaseStatus> canary,
    String canaried,
    DriftMonitorStatus monitor,
    Order order,
    TrainingCost cost,
    boolean paused) {
  /**
   * An object that the run makes and does not own.
   *
   * @param name its name; null while the name is not known
   * @param exists whether it is there
   * @param status null when it has none yet
   */
  public record Child<S>(String name, boolean exists, S status) {
    /** An object that is not there. */
    public static <S> Child<S> absent(String name) {
      return new Child<>(name, false, null);
    }
  }

  /**
   * The release that is stable now.
   *
   * @param takesAdapter whether the repair's adapter fits it: it is the pinned one, or differs from
   *     it neither in the base model nor in the adapter
   * @param adapter digest of its adapter; null for none
   */
  public record Stable(String release, String fingerprint, boolean takesAdapter, String adapter) {}

  /**
   * What one attempt comes to.
   *
   * @param fingerprint of its Release; null before there is an adapter, or when what it needs is
   *     gone
   * @param adapter digest of its adapter; null for none
   * @param commit lines that Git needs before it may serve; null when the operator may release it
   */
  public record Candidate(
      HealingRunPlan.Attempt attempt,
      String fingerprint,
      String adapter,
      Child<ReleaseStatus> release,
      Child<EvaluationStatus> evaluation,
      String commit) {
    boolean trains() {
      return "FineTune".equals(attempt.strategy()) || merges();
    }

    boolean merges() {
      return "Merge".equals(attempt.strategy());
    }
  }

  /** The attempt that is under way: the first that is not out, else the last. */
  Candidate current() {
    return candidates.stream()
        .filter(c -> canaried == null ? Refusal.of(this, c) == null : canaried(c))
        .findFirst()
        .orElse(candidates.getLast());
  }

  private boolean canaried(Candidate candidate) {
    return canaried.equals(candidate.release().name());
  }

  /** Number of the attempt that is under way, from 0. */
  public int attempt() {
    return candidates.indexOf(current());
  }

  Child<ReleaseStatus> release() {
    return current().release();
  }

  Child<EvaluationStatus> evaluation() {
    return current().evaluation();
  }

  /** Whether a person has let the run through a gate. */
  boolean approved(ApprovalGate gate) {
    return before != null
        && before.approvals().stream().anyMatch(approval -> gate.name().equals(approval.gate()));
  }

  /** Whether a person has let findings of the poison guard through. */
  boolean approved(List<String> findings) {
    return before != null
        && before.approvals().stream()
            .flatMap(approval -> approval.findings().stream())
            .toList()
            .containsAll(findings);
  }

  /** The order, unless it was carried out and only waits for its record. */
  Order newOrder() {
    boolean known =
        order == null
            || before != null
                && before.approvals().stream()
                    .anyMatch(approval -> order.uid().equals(approval.intervention()));
    return known ? null : order;
  }
}
