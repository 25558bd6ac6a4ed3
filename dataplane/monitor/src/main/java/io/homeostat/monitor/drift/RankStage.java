package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.NoveltyRank;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.MaximumMeanDiscrepancy;
import io.homeostat.statistics.samples.Permutations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Turns kinds and points into ranks that are uniform on [0, 1] until their distribution changes,
 * and low since.
 *
 * <p>The first {@code minimumSamples} values and as many held-out ones, spread over the time that a
 * baseline covers, are what later ones are compared with; the values that they were taken from have
 * no rank. Of more than {@value #MOST_KINDS} kinds the later ones count as one. Coordinates are
 * kept to a hundredth.
 *
 * @param ranks saved {@link NoveltyRank}
 * @param kinds names of the kinds in the order in which they were seen first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RankStage(byte[] ranks, List<String> kinds) {
  static final int MOST_KINDS = 64;

  private static final double STEPS = 100;
  private static final int PERMUTATIONS = 999;
  private static final double LEVEL = 0.05;

  /** Copies the list. */
  public RankStage {
    kinds = kinds == null ? List.of() : List.copyOf(kinds);
  }

  /**
   * What a value does.
   *
   * @param rank empty while the first values are gathered
   */
  record Step(RankStage next, OptionalDouble rank) {}

  static RankStage start(SignalMetric metric, DriftSettings settings) {
    int half = settings.minimumSamples();
    NoveltyRank ranks =
        metric.point()
            ? NoveltyRank.ofPoints(half, settings.freezeAfter(), half / 2)
            : NoveltyRank.ofKinds(half, settings.freezeAfter(), half / 2);
    return new RankStage(ranks.toBytes(), List.of());
  }

  NoveltyRank open() {
    return NoveltyRank.fromBytes(ranks);
  }

  boolean learnt() {
    return open().frozen();
  }

  Step take(Draw draw, long atMillis) {
    NoveltyRank open = open();
    List<String> known = draw.kind() == null ? kinds : with(draw.kind());
    byte[] coordinates =
        draw.kind() == null ? coordinates(draw.point()) : new byte[] {(byte) code(draw.kind())};
    OptionalDouble rank = open.observe(coordinates, atMillis, draw.tie());
    return new Step(new RankStage(open.toBytes(), known), rank);
  }

  private List<String> with(String kind) {
    if (kinds.contains(kind) || kinds.size() >= MOST_KINDS) {
      return kinds;
    }
    List<String> grown = new ArrayList<>(kinds);
    grown.add(kind);
    return grown;
  }

  /** A new kind gets the next number; one too many, that of all further ones. */
  private int code(String kind) {
    int known = kinds.indexOf(kind);
    return known >= 0 ? known : kinds.size();
  }

  private static byte[] coordinates(List<Double> point) {
    byte[] coordinates = new byte[point.size()];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] =
          (byte) Math.clamp(Math.round(STEPS * point.get(i)), Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    return coordinates;
  }

  /** How the latest values differ from the first ones, in one sentence. */
  String difference() {
    NoveltyRank open = open();
    return kinds.isEmpty() ? elsewhere(open) : grown(open);
  }

  private String grown(NoveltyRank open) {
    int grown = 0;
    for (int code = 1; code <= kinds.size(); code++) {
      if (rise(open, code) > rise(open, grown)) {
        grown = code;
      }
    }
    return String.format(
        Locale.ROOT,
        "'%s' went from %.0f %% of the first %d values to %.0f %% of the latest %d",
        grown < kinds.size() ? kinds.get(grown) : "(rest)",
        100 * share(open.first(), grown),
        open.first().size(),
        100 * share(open.latest(), grown),
        open.latest().size());
  }

  private static double rise(NoveltyRank open, int code) {
    return share(open.latest(), code) - share(open.first(), code);
  }

  private static double share(List<byte[]> draws, int code) {
    return draws.stream().filter(draw -> draw[0] == code).count() / (double) draws.size();
  }

  private String elsewhere(NoveltyRank open) {
    Comparison compared =
        MaximumMeanDiscrepancy.compare(
            points(open.first()),
            points(open.latest()),
            new Permutations(PERMUTATIONS, LEVEL, new SplittableRandom(ranks.length)));
    return compared instanceof Comparison.Tested tested
        ? String.format(
            Locale.ROOT,
            "the latest %d values lie elsewhere than the first %d: MMD\u00b2 %.3f, p = %.3f by %d permutations",
            tested.current(),
            tested.reference(),
            tested.statistic(),
            tested.pValue(),
            PERMUTATIONS)
        : "there are too few values to say how they differ";
  }

  private static double[][] points(List<byte[]> draws) {
    double[][] points = new double[draws.size()][];
    for (int i = 0; i < points.length; i++) {
      byte[] draw = draws.get(i);
      points[i] = new double[draw.length];
      for (int k = 0; k < draw.length; k++) {
        points[i][k] = draw[k] / STEPS;
      }
    }
    return points;
  }
}
