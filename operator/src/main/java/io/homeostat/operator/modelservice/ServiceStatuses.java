package io.homeostat.operator.modelservice;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceStatus;
import io.homeostat.operator.canary.decide.Words;
import io.homeostat.operator.frame.FigurePace;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceConditions;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.ServiceFigures;
import io.homeostat.operator.modelservice.decide.ServiceObservation;
import java.util.stream.Stream;

/** Writes a decision about a ModelService down as its status. */
final class ServiceStatuses {
  private final Frame frame;
  private final FigurePace pace;

  ServiceStatuses(Frame frame) {
    this.frame = frame;
    this.pace = new FigurePace(frame.clock());
  }

  /**
   * The whole status.
   *
   * @param all every ModelService that is watched, among which model names are unique
   */
  ModelServiceStatus of(
      ModelService service,
      ServiceObservation seen,
      ServiceDecision decided,
      Stream<ModelService> all) {
    ModelServiceStatus before = service.getStatus();
    Long generation = service.getMetadata().getGeneration();
    Conditions conditions =
        ServiceConditions.of(
            Conditions.from(before == null ? null : before.conditions(), generation, frame.clock()),
            seen,
            decided,
            Claimants.older(service, all));
    var candidate = Routes.of(decided.plan(), Routes.CANDIDATE);
    return new ModelServiceStatus(
        generation,
        conditions.list(),
        decided.plan() == null ? null : decided.plan().stable(),
        candidate.map(route -> route.release()).orElse(null),
        candidate.map(route -> route.weightPermille()).orElse(null),
        candidate.map(route -> Words.percent(route.weightPermille())).orElse(null),
        quality(service, before),
        frame.settings().gatewayUrl() + "/v1",
        seen.replicas(),
        seen.readyPods());
  }

  private String quality(ModelService service, ModelServiceStatus before) {
    String known = before == null ? null : before.quality();
    String id = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    String now = ServiceFigures.quality(frame.verdicts().driftOf(id));
    if (now == null || now.equals(known)) {
      return known;
    }
    return pace.take(service.getMetadata().getUid()) ? now : known;
  }
}
