package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Who has a model name: the oldest ModelService that claims it, as the gateways decide, too. */
final class Claimants {
  private static final Comparator<ModelService> OLDEST =
      Comparator.comparing((ModelService service) -> service.getMetadata().getCreationTimestamp())
          .thenComparing(Claimants::id);

  private Claimants() {}

  /** The older service that has this one's model name; empty when it has the name itself. */
  static Optional<String> older(ModelService service, Stream<ModelService> all) {
    return all.filter(other -> modelName(other).equals(modelName(service)))
        .min(OLDEST)
        .map(Claimants::id)
        .filter(oldest -> !oldest.equals(id(service)));
  }

  private static String modelName(ModelService service) {
    return CanaryDefaults.orElse(service.getSpec().modelName(), service.getMetadata().getName());
  }

  private static String id(ModelService service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }
}
