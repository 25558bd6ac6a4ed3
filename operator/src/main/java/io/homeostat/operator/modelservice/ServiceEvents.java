package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Rejected;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.canary.decide.Words;
import io.homeostat.operator.frame.EventRecorder;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells people what a written plan has changed. */
final class ServiceEvents {
  private final EventRecorder events;

  ServiceEvents(EventRecorder events) {
    this.events = events;
  }

  /**
   * Tells of a plan that was written.
   *
   * @param before the plan before; null for a first one
   */
  void planWritten(ModelService service, TrafficPlanSpec before, TrafficPlanSpec after) {
    if (before == null) {
      made(service, after);
    } else {
      changed(service, before, after);
    }
  }

  private void made(ModelService service, TrafficPlanSpec plan) {
    boolean restored = service.getStatus() != null && service.getStatus().stable() != null;
    if (restored) {
      events.warning(
          service,
          ServiceReason.PlanRestored,
          "the TrafficPlan was gone and is made again with stable '%s'".formatted(plan.stable()));
    } else {
      events.normal(
          service,
          ServiceReason.StableChanged,
          "first release '%s' serves".formatted(plan.stable()));
    }
  }

  private void changed(ModelService service, TrafficPlanSpec before, TrafficPlanSpec after) {
    if (!before.stable().equals(after.stable())) {
      events.normal(
          service,
          ServiceReason.StableChanged,
          "stable is now '%s', before '%s' (plan revision %d)"
              .formatted(after.stable(), before.stable(), after.revision()));
    }
    if (!Objects.equals(share(before), share(after))) {
      events.normal(
          service,
          ServiceReason.CandidateChanged,
          share(after)
              .map(text -> text + " (plan revision %d)".formatted(after.revision()))
              .orElse("no candidate any more (plan revision %d)".formatted(after.revision())));
    }
    refused(before.rejected(), after.rejected())
        .forEach(
            rejected ->
                events.warning(
                    service,
                    ServiceReason.CandidateRefused,
                    "release '%s' is refused: %s"
                        .formatted(rejected.release(), rejected.reason())));
  }

  private static Optional<String> share(TrafficPlanSpec plan) {
    Optional<Route> candidate = Routes.of(plan, Routes.CANDIDATE);
    return candidate.map(
        route ->
            "candidate '%s' has %s of the sessions"
                .formatted(route.release(), Words.percent(route.weightPermille())));
  }

  private static List<Rejected> refused(List<Rejected> before, List<Rejected> after) {
    return after.stream().filter(rejected -> !before.contains(rejected)).toList();
  }
}
