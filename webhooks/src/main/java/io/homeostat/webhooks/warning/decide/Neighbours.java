package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The objects around the one under review; it knows its namespace. */
public interface Neighbours {
  /** An object of the same namespace. */
  <T extends HasMetadata> Optional<T> find(Class<T> kind, String name);

  /** All objects of a kind in the same namespace. */
  <T extends HasMetadata> List<T> all(Class<T> kind);

  /** All objects of a kind in every namespace that is watched. */
  <T extends HasMetadata> List<T> everywhere(Class<T> kind);

  /** The keys of a ConfigMap of the same namespace; empty when there is none. */
  Optional<Set<String>> configMapKeys(String name);
}
