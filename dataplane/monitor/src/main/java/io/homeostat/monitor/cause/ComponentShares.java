package io.homeostat.monitor.cause;

import io.homeostat.monitor.cause.CauseFinder.Question;
import io.homeostat.monitor.definitions.ReleaseParts;
import io.homeostat.statistics.attribution.Shapley;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shares a drop among the parts of a release that changed together and the mix of what is asked.
 *
 * <p>What some of the parts do alone is told by a release that has just these: at least {@value
 * #ENOUGH} scored answers of it, in a canary, in a shadow (which answers the same questions) or as
 * the stable release, and of each other set of parts as well. Each release's means inside the
 * segments of one dimension are weighted with the shares of before and of since, which makes the
 * mix one more component. Where a set of parts never answered, the parts are said to be confounded.
 */
final class ComponentShares {
  static final int ENOUGH = 100;

  private static final int MOST_PARTS = 4;
  private static final String MARK = "; parts: ";
  private static final String CONFOUNDED = "cannot be told apart";

  private final Evidence evidence;
  private final Question question;
  private final ReleaseParts releases;
  private final List<String> changed;

  ComponentShares(Evidence evidence, Question question) {
    this.evidence = evidence;
    this.question = question;
    this.releases = question.service().releases();
    this.changed = releases.changed(question.baselineRelease(), question.currentRelease());
  }

  /**
   * The end of a sentence about the release: the shares, or that they are not known; empty when
   * fewer than two parts changed.
   *
   * @param before scored answers before the change
   */
  String tail(Span before) {
    return changed.size() < 2 ? "" : MARK + text(before);
  }

  /** The finding with the shares in place of the word that they are not known, if they are now. */
  CauseFinding sharper(CauseFinding finding, Supplier<Span> before) {
    int from = finding.evidence() == null ? -1 : finding.evidence().indexOf(MARK);
    if (from < 0
        || finding.evidence().indexOf(CONFOUNDED, from) < 0
        || !finding.evidence().contains(question.currentRelease())) {
      return finding;
    }
    int next = finding.evidence().indexOf(';', from + 1);
    String rest = next < 0 ? "" : finding.evidence().substring(next);
    return new CauseFinding(
        finding.cause(),
        finding.evidence().substring(0, from) + tail(before.get()) + rest,
        finding.examples());
  }

  private String text(Span before) {
    if (changed.size() > MOST_PARTS) {
      return "%d changed together and %s: shares are looked for among at most %d"
          .formatted(changed.size(), CONFOUNDED, MOST_PARTS);
    }
    Map<Set<String>, Span> cells = new HashMap<>();
    for (Set<String> taken : subsets()) {
      Span cell = taken.isEmpty() ? before : answers(taken);
      if (cell.total().count() < ENOUGH) {
        return "%s %s: fewer than %d answers with %s"
            .formatted(
                String.join(" and ", changed),
                CONFOUNDED,
                ENOUGH,
                taken.isEmpty() ? "none of them" : String.join(" and ", new TreeSet<>(taken)));
      }
      cells.put(taken, cell);
    }
    return new Weighted(changed, cells).shares();
  }

  private Span answers(Set<String> taken) {
    boolean all = taken.size() == changed.size();
    String release =
        all
            ? question.currentRelease()
            : releases
                .mixed(question.baselineRelease(), question.currentRelease(), taken)
                .orElse(null);
    return release == null
        ? Span.empty()
        : evidence.ofRelease(
            question.serviceName(),
            question.capability(),
            release,
            question.scorerSet(),
            all ? question.sinceMillis() : 0);
  }

  private List<Set<String>> subsets() {
    List<Set<String>> subsets = new ArrayList<>(List.of(Set.of()));
    for (String part : changed) {
      for (Set<String> known : List.copyOf(subsets)) {
        Set<String> grown = new HashSet<>(known);
        grown.add(part);
        subsets.add(Set.copyOf(grown));
      }
    }
    return subsets;
  }

  /** Means of each cell at the shares of before and of since. */
  private record Weighted(List<String> changed, Map<Set<String>, Span> cells) {
    String shares() {
      String dimension = dimension();
      List<String> components = new ArrayList<>(changed);
      Map<Set<String>, Double> measured = new HashMap<>();
      cells.forEach((taken, cell) -> measured.put(taken, mean(cell, dimension, first())));
      if (dimension != null) {
        String mix = "the mix by " + dimension;
        components.add(mix);
        cells.forEach(
            (taken, cell) -> {
              Set<String> with = new HashSet<>(taken);
              with.add(mix);
              measured.put(Set.copyOf(with), mean(cell, dimension, last()));
            });
      }
      return switch (Shapley.of(components, measured)) {
        case Shapley.Shares shares ->
            shares.parts().entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %+.3f", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", ", "", " of the means"));
        case Shapley.Confounded confounded ->
            String.join(" and ", confounded.components()) + " " + CONFOUNDED;
      };
    }

    private Span first() {
      return cells.get(Set.<String>of());
    }

    private Span last() {
      return cells.get(Set.copyOf(changed));
    }

    /** The dimension whose shares changed most among those that every cell has all values of. */
    private String dimension() {
      String most = null;
      double largest = 0;
      for (String name : new TreeSet<>(first().dimensions().keySet())) {
        double moved = moved(name);
        if (moved > largest && cells.values().stream().allMatch(cell -> covers(cell, name))) {
          most = name;
          largest = moved;
        }
      }
      return most;
    }

    private double moved(String dimension) {
      Set<String> values = values(dimension);
      return values.stream()
          .mapToDouble(
              value -> Math.abs(share(first(), dimension, value) - share(last(), dimension, value)))
          .sum();
    }

    private Set<String> values(String dimension) {
      Set<String> values =
          new TreeSet<>(first().dimensions().getOrDefault(dimension, Map.of()).keySet());
      values.addAll(last().dimensions().getOrDefault(dimension, Map.of()).keySet());
      return values;
    }

    private boolean covers(Span cell, String dimension) {
      return cell.dimensions()
          .getOrDefault(dimension, Map.of())
          .keySet()
          .containsAll(values(dimension));
    }

    private static double share(Span cell, String dimension, String value) {
      Map<String, Moments> all = cell.dimensions().getOrDefault(dimension, Map.of());
      long count = all.values().stream().mapToLong(Moments::count).sum();
      return count == 0 ? 0 : all.getOrDefault(value, Moments.NONE).count() / (double) count;
    }

    private double mean(Span cell, String dimension, Span shares) {
      return dimension == null
          ? cell.total().mean()
          : values(dimension).stream()
              .mapToDouble(
                  value ->
                      share(shares, dimension, value)
                          * cell.dimensions().get(dimension).get(value).mean())
              .sum();
    }
  }
}
