package io.homeostat.webhooks.warning.decide;

import io.homeostat.crds.modelservice.ModelService;
import java.util.Objects;
import java.util.stream.Stream;

/** Two ModelServices that clients would call by one name: the oldest has it. */
final class SharedModelName {
  private SharedModelName() {}

  static Stream<String> of(Change<?> change, Neighbours around) {
    return Warnings.of(ModelService.class, change)
        .filter(it -> it.touches(SharedModelName::modelName))
        .flatMap(
            it ->
                around.everywhere(ModelService.class).stream()
                    .filter(other -> !id(other).equals(id(it.object())))
                    .filter(other -> modelName(other).equals(modelName(it.object())))
                    .map(other -> sentence(it, other)));
  }

  private static String sentence(Change<ModelService> change, ModelService other) {
    boolean first = change.before().isPresent() && older(change.before().get(), other);
    return "spec.modelName: ModelService %s has the name '%s', too, and the older one keeps it; clients reach the younger as %s only"
        .formatted(id(other), modelName(other), first ? id(other) : id(change.object()));
  }

  private static boolean older(ModelService one, ModelService other) {
    int order =
        one.getMetadata()
            .getCreationTimestamp()
            .compareTo(other.getMetadata().getCreationTimestamp());
    return order < 0 || (order == 0 && id(one).compareTo(id(other)) < 0);
  }

  private static String modelName(ModelService service) {
    return Objects.requireNonNullElse(
        service.getSpec().modelName(), service.getMetadata().getName());
  }

  private static String id(ModelService service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }
}
