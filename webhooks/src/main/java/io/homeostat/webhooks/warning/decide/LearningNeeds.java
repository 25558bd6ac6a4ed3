package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import java.util.Optional;
import java.util.stream.Stream;

/** Repairs and datasets of a service that allows nobody to learn from it. */
final class LearningNeeds {
  private LearningNeeds() {}

  static Stream<String> of(HasMetadata object, Neighbours around) {
    return switch (object) {
      case HealingPolicy policy when "Heal".equals(policy.getSpec().mode()) ->
          around
              .find(DriftMonitor.class, policy.getSpec().driftMonitorRef().name())
              .map(
                  monitor ->
                      lacking("spec.mode: Heal", monitor.getSpec().modelServiceRef(), around))
              .orElse(Stream.empty());
      case Dataset dataset when learnsOfTraffic(dataset.getSpec()) ->
          lacking("spec.sources", dataset.getSpec().modelServiceRef(), around);
      default -> Stream.empty();
    };
  }

  private static boolean learnsOfTraffic(DatasetSpec spec) {
    return spec.sources().stream()
        .anyMatch(
            source ->
                source.corrections() != null
                    || source.interactions() != null
                    || source.teacher() != null);
  }

  private static Stream<String> lacking(String field, Ref service, Neighbours around) {
    Optional<ModelServiceSpec> spec =
        around.find(ModelService.class, service.name()).map(found -> found.getSpec());
    return spec.stream()
        .flatMap(
            it ->
                Stream.of(
                        it.artifacts() == null
                            ? "name a claim in spec.artifacts, without which no adapter can be kept"
                            : "",
                        it.capture() == null || !it.capture().use().contains("Training")
                            ? "add Training to spec.capture.use, without which no traffic is learnt from"
                            : "")
                    .filter(lack -> !lack.isEmpty()))
        .map(lack -> "%s: ModelService '%s' should %s".formatted(field, service.name(), lack));
  }
}
