package io.homeostat.monitor.definitions;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What users have declared, at one moment.
 *
 * @param services by {@code namespace/name}; only those with a QualityPolicy
 * @param problems why a declared object is not used, one sentence each
 */
public record Definitions(Map<String, ServiceDefinition> services, List<String> problems) {
  /** Nothing is declared. */
  public static final Definitions NONE = new Definitions(Map.of(), List.of());

  /** Copies the collections. */
  public Definitions {
    services = Map.copyOf(services);
    problems = List.copyOf(problems);
  }

  /** What is declared about a service, if it is scored at all. */
  public Optional<ServiceDefinition> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
