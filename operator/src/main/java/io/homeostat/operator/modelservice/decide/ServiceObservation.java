package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the decision about one ModelService looks at.
 *
 * @param service name of the ModelService
 * @param knownStable stable release by the last status; null when none is known
 * @param plan what the TrafficPlan says; null while there is none
 * @param handled orders that the plan's annotation tells of
 * @param applied whether every ready gateway serves the plan's revision
 * @param releases Releases of this service by name
 * @param ready names of those that may get traffic
 * @param order what a person orders of this ModelService now
 * @param engines the engine pods, pool by pool
 * @param capabilities capabilities of the service's QualityPolicies
 * @param canariesStopped the chart's value that stops all new canaries
 * @param defaultImage the chart's engine image
 * @param lineage what is known of the releases besides their specs
 * @param byHand the split of the traffic that a person has ordered; empty while nobody has
 * @param rollout the Rollout that makes the engine pods; empty when the spec names none
 */
public record ServiceObservation(
    String service,
    ModelServiceSpec spec,
    String knownStable,
    Prompt prompt,
    TrafficPlanSpec plan,
    HandledOrders handled,
    boolean applied,
    Map<String, ReleaseSpec> releases,
    Set<String> ready,
    List<Canary> canaries,
    List<Evaluation> evaluations,
    Optional<Order> order,
    EngineView engines,
    List<String> capabilities,
    boolean canariesStopped,
    String defaultImage,
    Lineage lineage,
    Optional<TrafficOrder> byHand,
    Optional<RolloutView> rollout) {

  /**
   * The system prompt that the spec asks for.
   *
   * @param text empty for none; null when it cannot be found
   * @param problem why it cannot be found, and what to do
   */
  public record Prompt(String text, String problem) {
    /** A prompt that was found. */
    public static Prompt found(String text) {
      return new Prompt(text, null);
    }

    /** A prompt that is not there. */
    public static Prompt missing(String problem) {
      return new Prompt(null, problem);
    }
  }

  /**
   * A CanaryRelease of the service.
   *
   * @param trigger what it was made for; null when a user or a HealingRun made it
   * @param superseded why it is to give way; null while it is not
   * @param outcome reason and message of its condition Succeeded; null before the first
   */
  public record Canary(
      String name,
      String uid,
      Instant created,
      CanaryReleaseSpec spec,
      CanaryReleaseStatus status,
      String trigger,
      String superseded,
      String outcome) {
    public CanaryState state() {
      return CanaryState.of(status);
    }

    public String candidate() {
      return spec.candidateRef().name();
    }

    boolean running() {
      return !state().terminal();
    }
  }

  /** An Evaluation of the service, and whether it has ended. */
  public record Evaluation(
      String name, String uid, Instant created, String release, boolean finished) {}

  /** Tuple of the stable release; null before the first. */
  ReleaseTuple stableTuple() {
    return plan == null ? null : tuple(plan.stable());
  }

  /** Tuple of a release as its object, else the plan, tells it; null when neither knows it. */
  ReleaseTuple tuple(String release) {
    ReleaseSpec spec = releases.get(release);
    return spec != null ? spec.tuple() : Routes.tupleIn(plan, release);
  }

  /** Ready engine pods of the stable release; before the first, of the only pool. */
  public int readyPods() {
    return engines.pool(PoolName.of(plan, stableTuple())).map(EngineView.Pool::ready).orElse(0);
  }

  /**
   * Engine pods that the service is to have: as the spec says, as many as an autoscaler made of
   * them, and while somebody else's engine is asked for, as many as serve now.
   */
  public int replicas() {
    if (spec.replicas() != null) {
      return spec.replicas();
    }
    int running =
        engines.pool(PoolName.of(plan, stableTuple())).map(EngineView.Pool::wanted).orElse(0);
    if (spec.autoscaling() != null) {
      return Math.clamp(
          running,
          CanaryDefaults.orElse(spec.autoscaling().minReplicas(), 1),
          spec.autoscaling().maxReplicas());
    }
    return EngineTuple.foreign(spec).isPresent() ? Math.max(1, running) : 1;
  }

  boolean suspended() {
    return Boolean.TRUE.equals(spec.suspend());
  }

  Optional<Canary> canary(String uid) {
    return canaries.stream().filter(canary -> canary.uid().equals(uid)).findFirst();
  }

  Optional<Evaluation> evaluation(String uid) {
    return evaluations.stream().filter(evaluation -> evaluation.uid().equals(uid)).findFirst();
  }

  boolean ordered(String action) {
    return order.map(Order::action).filter(action::equals).isPresent();
  }
}
