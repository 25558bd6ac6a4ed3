package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import java.util.EnumSet;
import java.util.Set;

/**
 * What makes a chart signal: a limit, or one of the run rules of Western Electric (Statistical
 * Quality Control Handbook, 1956) and Nelson (Journal of Quality Technology 16, 1984).
 *
 * <p>Zones in units of σ around the centre line: C within 1, B from 1 to 2, A from 2 to 3. Beyond
 * is strict: a value on a border belongs to the inner zone, and a value on the centre line breaks a
 * run on one side. A rule fires at the value at which its count is reached; windows start empty.
 */
public enum ChartRule {
  /** The charted figure is beyond its limit. */
  LIMIT(0, 0, 0, Counts.NOTHING),
  /** The spread of a subgroup is beyond its limit. */
  SPREAD_LIMIT(0, 0, 0, Counts.NOTHING),
  /** Western Electric 1: one value beyond 3σ. */
  WESTERN_ELECTRIC_1(1, 1, 3, Counts.ONE_SIDE),
  /** Western Electric 2: two of three values in a row beyond 2σ on one side. */
  WESTERN_ELECTRIC_2(2, 3, 2, Counts.ONE_SIDE),
  /** Western Electric 3: four of five values in a row beyond 1σ on one side. */
  WESTERN_ELECTRIC_3(4, 5, 1, Counts.ONE_SIDE),
  /** Western Electric 4: eight values in a row on one side of the centre line. */
  WESTERN_ELECTRIC_4(8, 8, 0, Counts.ONE_SIDE),
  /** Nelson 1: one value beyond zone A. */
  NELSON_1(1, 1, 3, Counts.ONE_SIDE),
  /** Nelson 2: nine values in a row on one side of the centre line. */
  NELSON_2(9, 9, 0, Counts.ONE_SIDE),
  /** Nelson 3: six values in a row, each above (or each below) the one before. */
  NELSON_3(6, 6, 0, Counts.TREND),
  /** Nelson 4: fourteen values in a row that go up and down in turn. */
  NELSON_4(14, 14, 0, Counts.ALTERNATION),
  /** Nelson 5: two of three values in a row in zone A or beyond on one side. */
  NELSON_5(2, 3, 2, Counts.ONE_SIDE),
  /** Nelson 6: four of five values in a row in zone B or beyond on one side. */
  NELSON_6(4, 5, 1, Counts.ONE_SIDE),
  /** Nelson 7: fifteen values in a row in zone C, on either side. */
  NELSON_7(15, 15, 1, Counts.INSIDE),
  /** Nelson 8: eight values in a row outside zone C, on either side. */
  NELSON_8(8, 8, 1, Counts.OUTSIDE);

  /** What a rule counts. */
  enum Counts {
    NOTHING,
    ONE_SIDE,
    INSIDE,
    OUTSIDE,
    TREND,
    ALTERNATION
  }

  private final int count;
  private final int window;
  private final int sigmas;
  private final Counts counts;

  ChartRule(int count, int window, int sigmas, Counts counts) {
    this.count = count;
    this.window = window;
    this.sigmas = sigmas;
    this.counts = counts;
  }

  /** Values that must satisfy the rule, among {@link #window}; 0 for a limit. */
  public int count() {
    return count;
  }

  /** Values in a row that the rule looks at; 0 for a limit. */
  public int window() {
    return window;
  }

  /** The border that the rule counts from, in σ. */
  public int sigmas() {
    return sigmas;
  }

  Counts counts() {
    return counts;
  }

  /** Whether the rule looks at the zones of the values only, not at their order by size. */
  public boolean isZoneRule() {
    return counts == Counts.ONE_SIDE || counts == Counts.INSIDE || counts == Counts.OUTSIDE;
  }

  /** Western Electric's rules by number. */
  public static Set<ChartRule> westernElectric(int... numbers) {
    return numbered("WESTERN_ELECTRIC_", 4, numbers);
  }

  /** Nelson's rules by number. */
  public static Set<ChartRule> nelson(int... numbers) {
    return numbered("NELSON_", 8, numbers);
  }

  private static Set<ChartRule> numbered(String prefix, int most, int... numbers) {
    Set<ChartRule> rules = EnumSet.noneOf(ChartRule.class);
    for (int number : numbers) {
      Require.within("a rule's number", number, 1, most);
      rules.add(valueOf(prefix + number));
    }
    return rules;
  }
}
