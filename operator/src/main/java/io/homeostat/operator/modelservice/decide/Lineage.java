package io.homeostat.operator.modelservice.decide;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a service's releases besides their specs: how old they are, which repairs speak
 * of them, and what Jobs have read from files.
 *
 * @param made when each Release was made, by name
 * @param repairs HealingRuns of the service
 * @param findings answers to the questions that the last decision left open
 */
public record Lineage(
    Map<String, Instant> made, List<Repair> repairs, Map<FileCheck, Finding> findings) {
  /** Nothing is known. */
  public static final Lineage NONE = new Lineage(Map.of(), List.of(), Map.of());

  /**
   * A HealingRun of the service.
   *
   * @param running whether it has not ended
   * @param awaitsGit whether it ended because only a commit may release its adapter
   * @param stable release that it starts from
   * @param release release that it has made; null before
   */
  public record Repair(
      String name,
      Instant created,
      boolean running,
      boolean awaitsGit,
      String stable,
      String release) {}

  /** What is known of a question; null when nothing. */
  Finding finding(FileCheck check) {
    return findings.get(check);
  }

  /** The latest repair, when it waits for a commit. */
  Optional<Repair> awaitingGit() {
    return repairs.stream()
        .max(Comparator.comparing(Repair::created).thenComparing(Repair::name))
        .filter(repair -> repair.awaitsGit() && repair.release() != null);
  }
}
