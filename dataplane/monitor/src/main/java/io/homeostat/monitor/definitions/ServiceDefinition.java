package io.homeostat.monitor.definitions;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is declared about one ModelService and matters to the monitor.
 *
 * @param name {@code namespace/name}
 * @param capabilities those that its QualityPolicy declares; any other counts as {@link #OTHER}
 * @param windowMillis a session's window from its first interaction
 * @param latenessMillis how much later than others a score may come
 * @param judge {@code namespace/name} of its Judge; null when none scores
 * @param releases what its releases are made of
 */
public record ServiceDefinition(
    String name,
    Set<String> capabilities,
    long windowMillis,
    long latenessMillis,
    String judge,
    List<MonitorDefinition> monitors,
    List<CanaryDefinition> canaries,
    PlanWeights weights,
    ReleaseParts releases) {
  /** Capability of interactions that belong to no declared one. */
  public static final String OTHER = "other";

  /** In place of a capability, for what is watched of the whole service; no capability's name. */
  public static final String WHOLE = "*";

  /** Copies the collections. */
  public ServiceDefinition {
    capabilities = Set.copyOf(capabilities);
    monitors = List.copyOf(monitors);
    canaries = List.copyOf(canaries);
  }

  /**
   * The declared capability that a scored one counts for; clients may send any name, so the number
   * stays bounded.
   */
  public String capability(String scored) {
    return scored != null && capabilities.contains(scored) ? scored : OTHER;
  }

  /** Parts of scores that a running canary or a monitor looks at. */
  public Set<String> parts() {
    return Stream.concat(
            canaries.stream()
                .filter(canary -> canary.phase() != CanaryDefinition.Phase.OVER)
                .flatMap(canary -> canary.parts().stream()),
            monitors.stream()
                .flatMap(monitor -> monitor.signals().stream())
                .map(Signal::part)
                .filter(Objects::nonNull))
        .collect(Collectors.toSet());
  }

  /** The declared capabilities and {@link #OTHER}. */
  public Set<String> watched() {
    Set<String> all = new TreeSet<>(capabilities);
    all.add(OTHER);
    return all;
  }

  /** The capabilities in which a signal is watched, or {@link #WHOLE}. */
  public Set<String> watched(Signal signal) {
    return signal.metric().serviceWide() ? Set.of(WHOLE) : watched();
  }

  /**
   * K: streams that share a DriftMonitor's budget, one per signal and declared capability and
   * {@link #OTHER}, and one per signal of the whole service.
   */
  public int streams(MonitorDefinition monitor) {
    return monitor.signals().stream().mapToInt(signal -> watched(signal).size()).sum();
  }
}
