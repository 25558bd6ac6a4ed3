package io.homeostat.operator.canary.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the decision about one CanaryRelease looks at.
 *
 * @param uid UID of the CanaryRelease
 * @param before what the last decision left in status
 * @param verdict what the monitor said last, believed or not
 * @param order what a person orders now
 * @param supersededBy why the ModelService reconciler wants another release instead; empty while it
 *     does not
 * @param stopped why no new canary may start; empty while they may
 * @param readings what Prometheus says, one per analysis that asks it
 * @param followed the Rollout that moves the traffic; empty when the operator does
 */
public record CanaryObservation(
    String uid,
    CanaryRules rules,
    CanaryProgress before,
    Candidate candidate,
    Traffic traffic,
    Optional<CanaryVerdict> verdict,
    Optional<Order> order,
    Optional<String> supersededBy,
    Optional<String> stopped,
    List<Reading> readings,
    Optional<Followed> followed,
    Instant now) {

  /** An observation of a canary that asks no Prometheus and follows no Rollout. */
  public CanaryObservation(
      String uid,
      CanaryRules rules,
      CanaryProgress before,
      Candidate candidate,
      Traffic traffic,
      Optional<CanaryVerdict> verdict,
      Optional<Order> order,
      Optional<String> supersededBy,
      Optional<String> stopped,
      Instant now) {
    this(
        uid,
        rules,
        before,
        candidate,
        traffic,
        verdict,
        order,
        supersededBy,
        stopped,
        List.of(),
        Optional.empty(),
        now);
  }

  /**
   * A Rollout that is followed.
   *
   * @param view where it stands
   * @param candidateHash hash of the pod template that the candidate runs on; null for any
   * @param stableHash the same of stable
   */
  public record Followed(RolloutView view, String candidateHash, String stableHash) {}

  /**
   * The release under test.
   *
   * @param fingerprint its fingerprint; null when there is no such Release
   * @param ready whether its adapter is proven on every engine pod
   * @param message what its condition Ready says
   */
  public record Candidate(String name, String fingerprint, boolean ready, String message) {}

  /**
   * What the TrafficPlan says.
   *
   * @param service whether the ModelService exists
   * @param stable the plan's stable release; null without a plan
   * @param holder UID of the object that holds the candidate slot; null when it is free
   * @param anchor from where losses are added up; null while the plan does not say
   * @param byHand who splits the traffic by hand, until when and why; empty while nobody does
   * @param pods what the candidate's share waits for; empty while it waits for no engine pods
   */
  public record Traffic(
      boolean service,
      String stable,
      String holder,
      TrafficPlanSpec.Anchor anchor,
      Optional<String> byHand,
      Optional<PodWait> pods) {
    /** Traffic that nobody splits by hand, with all the pods that it needs. */
    public Traffic(boolean service, String stable, String holder) {
      this(service, stable, holder, null, Optional.empty(), Optional.empty());
    }
  }

  /**
   * An Intervention that is to be carried out.
   *
   * @param action Promote, Abort, Pause, Resume, or Rollback of the ModelService
   * @param reason what the person wrote
   */
  public record Order(String action, String reason) {}

  /** The same with what the followed Rollout shows, which every decision writes down. */
  CanaryObservation showing(CanaryReleaseStatus.Rollout shown) {
    return new CanaryObservation(
        uid,
        rules,
        before.showing(shown),
        candidate,
        traffic,
        verdict,
        order,
        supersededBy,
        stopped,
        readings,
        followed,
        now);
  }

  boolean ordered(String action) {
    return order.map(Order::action).filter(action::equals).isPresent();
  }

  String orderReason() {
    return order.map(Order::reason).orElse("");
  }

  boolean holdsSlot() {
    return uid.equals(traffic.holder());
  }
}
