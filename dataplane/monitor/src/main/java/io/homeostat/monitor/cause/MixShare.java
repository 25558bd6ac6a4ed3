package io.homeostat.monitor.cause;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.attribution.Kitagawa;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much of a drop comes from other shares of the values of one dimension.
 *
 * @param dimension its name
 * @param effect what the shares did to the mean, negative for a drop
 * @param drop of the mean among these interactions, positive
 * @param grown the value whose share did most of it
 * @param shareBefore share of that value before, in [0,1]
 * @param shareSince share of that value since
 */
record MixShare(
    String dimension,
    Interval effect,
    double drop,
    String grown,
    double shareBefore,
    double shareSince) {
  /** The share of the dimensions that explains most, of those that explain anything. */
  static Optional<MixShare> most(Span before, Span since, Set<String> dimensions, double alpha) {
    return dimensions.stream()
        .flatMap(name -> of(name, before, since, alpha / Math.max(1, dimensions.size())).stream())
        .min(Comparator.comparingDouble(share -> share.effect().estimate()));
  }

  private static Optional<MixShare> of(String name, Span before, Span since, double alpha) {
    Map<String, Moments> first = before.dimensions().getOrDefault(name, Map.of());
    Map<String, Moments> second = since.dimensions().getOrDefault(name, Map.of());
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    Set<String> values = new TreeSet<>(first.keySet());
    values.addAll(second.keySet());
    List<Kitagawa.Segment> segments = new ArrayList<>();
    for (String value : values) {
      segments.add(
          new Kitagawa.Segment(
              value,
              first.getOrDefault(value, Moments.NONE).level(),
              second.getOrDefault(value, Moments.NONE).level()));
    }
    Kitagawa parts = Kitagawa.of(segments, alpha);
    String grown =
        segments.stream()
            .max(
                Comparator.comparingDouble(
                    s -> share(s.after(), second) - share(s.before(), first)))
            .orElseThrow()
            .name();
    return Optional.of(
        new MixShare(
            name,
            parts.mix(),
            -parts.change().estimate(),
            grown,
            share(first.getOrDefault(grown, Moments.NONE).level(), first),
            share(second.getOrDefault(grown, Moments.NONE).level(), second)));
  }

  private static double share(Kitagawa.Level level, Map<String, Moments> all) {
    return level.count() / (double) all.values().stream().mapToLong(Moments::count).sum();
  }

  /** At least half of the drop, and surely some of it. */
  boolean explainsHalf() {
    return mayExplainHalf() && effect.upper() < 0;
  }

  /** At least half of the drop, as far as can be told: then nothing else is to blame yet. */
  boolean mayExplainHalf() {
    return drop > 0 && -effect.estimate() >= drop / 2;
  }

  double explained() {
    return drop <= 0 ? 0 : Math.clamp(-effect.estimate() / drop, 0, 1);
  }

  String sentence() {
    return String.format(
        Locale.ROOT,
        "other shares by %s explain %.3f of the drop of %.3f (%.3f to %.3f); '%s' went from %.0f %% to %.0f %%",
        dimension,
        -effect.estimate(),
        drop,
        -effect.upper(),
        -effect.lower(),
        grown,
        100 * shareBefore,
        100 * shareSince);
  }
}
