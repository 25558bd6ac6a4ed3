package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects written in YAML; a change in the namespace {@code support} is judged among them. */
final class Around implements Neighbours {
  private static final String HERE = "support";

  private final List<HasMetadata> objects = new ArrayList<>();
  private final Map<String, Set<String>> configMaps = new HashMap<>();

  /** Adds an object; the namespace is support where it names none. */
  Around with(Class<? extends HasMetadata> kind, String yaml) {
    objects.add(object(kind, yaml));
    return this;
  }

  Around withConfigMap(String name, String key) {
    configMaps.put(name, Set.of(key));
    return this;
  }

  /** What is said when the object is created. */
  List<String> creating(Class<? extends HasMetadata> kind, String yaml) {
    return Warnings.about(new Change<>(object(kind, yaml), Optional.empty()), this);
  }

  /** What is said when the object is changed. */
  <T extends HasMetadata> List<String> changing(Class<T> kind, String before, String after) {
    return Warnings.about(
        new Change<>(object(kind, after), Optional.of(object(kind, before))), this);
  }

  @Override
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return all(kind).stream().filter(it -> it.getMetadata().getName().equals(name)).findFirst();
  }

  @Override
  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return everywhere(kind).stream()
        .filter(it -> HERE.equals(it.getMetadata().getNamespace()))
        .toList();
  }

  @Override
  public <T extends HasMetadata> List<T> everywhere(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public Optional<Set<String>> configMapKeys(String name) {
    return Optional.ofNullable(configMaps.get(name));
  }

  private static <T extends HasMetadata> T object(Class<T> kind, String yaml) {
    T object = Serialization.unmarshal("---\n" + yaml, kind);
    if (object.getMetadata().getNamespace() == null) {
      object.getMetadata().setNamespace(HERE);
    }
    if (object.getMetadata().getCreationTimestamp() == null) {
      object.getMetadata().setCreationTimestamp("2026-01-02T00:00:00Z");
    }
    return object;
  }
}
