package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * An object as it is to be stored, and as it is stored.
 *
 * @param before empty when it is created
 */
public record Change<T extends HasMetadata>(T object, Optional<T> before) {
  /** Whether a part of the object is new or not what it was. */
  <V> boolean touches(Function<T, V> part) {
    return before.isEmpty() || !Objects.equals(part.apply(object), part.apply(before.get()));
  }

  String name() {
    return object.getMetadata().getName();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }
}
