package io.homeostat.monitor.definitions;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the releases of a service are made of, so that a release that brought a drop can be named
 * with what it changed.
 *
 * @param digests per release and part
 */
public record ReleaseParts(Map<String, Map<String, String>> digests) {
  /** No release is known. */
  public static final ReleaseParts UNKNOWN = new ReleaseParts(Map.of());

  /** Copies the map. */
  public ReleaseParts {
    digests = Map.copyOf(digests);
  }

  static ReleaseParts of(Collection<Release> releases) {
    Map<String, Map<String, String>> digests = new HashMap<>();
    releases.stream()
        .filter(release -> release.getSpec() != null && release.getSpec().tuple() != null)
        .forEach(
            release ->
                digests.put(release.getMetadata().getName(), parts(release.getSpec().tuple())));
    return new ReleaseParts(digests);
  }

  private static Map<String, String> parts(ReleaseTuple tuple) {
    Map<String, Object> parts = new HashMap<>();
    parts.put("model", List.of(text(tuple.model()), text(tuple.digests())));
    parts.put("adapter", tuple.adapter());
    parts.put("prompt", tuple.prompt());
    parts.put("decoding", tuple.decoding());
    parts.put("engine", tuple.engine());
    tuple.inputs().forEach(input -> parts.put("input " + input.name(), input));
    Map<String, String> digests = new TreeMap<>();
    parts.forEach((name, part) -> digests.put(name, text(part)));
    return digests;
  }

  private static String text(Object part) {
    return part == null ? "" : CanonicalJson.digest(part);
  }

  /**
   * The release that is like one but has some parts of another.
   *
   * @param taken names of the parts that it has of {@code to}
   */
  public Optional<String> mixed(String from, String to, Set<String> taken) {
    Map<String, String> wanted = new TreeMap<>(digests.getOrDefault(from, Map.of()));
    Map<String, String> other = digests.getOrDefault(to, Map.of());
    for (String part : taken) {
      if (other.containsKey(part)) {
        wanted.put(part, other.get(part));
      } else {
        wanted.remove(part);
      }
    }
    return digests.entrySet().stream()
        .filter(release -> release.getValue().equals(wanted))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder());
  }

  /** Names of the parts that differ; empty when a release is not known. */
  public List<String> changed(String from, String to) {
    Map<String, String> before = digests.get(from);
    Map<String, String> after = digests.get(to);
    if (before == null || after == null) {
      return List.of();
    }
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), after.get(name)))
        .toList();
  }
}
