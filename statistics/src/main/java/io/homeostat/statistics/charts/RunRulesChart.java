package io.homeostat.statistics.charts;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.charts.ChartDecision.Side;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A Shewhart chart with run rules of Western Electric or Nelson, in any subset; {@link ChartRule}
 * states them. Each further rule finds small shifts sooner and costs false alarms: rules 1 to 4 of
 * Western Electric have an average run length of 92 instead of 370. State: at most 126 bytes.
 */
public final class RunRulesChart implements ControlChart {
  private static final int ALTERNATING = 14;
  private static final int TREND = 6;
  private static final double OUTERMOST = 3;

  private final ChartBaseline baseline;
  private final Set<ChartRule> rules;
  private final double limit;
  private final List<ZoneRule> zoneRules;
  private final int[] histories;
  private double last;
  private int rising;
  private int falling;
  private int alternating;
  private int direction;
  private long count;
  private int fired = -1;

  private RunRulesChart(ChartBaseline baseline, Set<ChartRule> rules, double limit) {
    this.baseline = baseline;
    this.rules = EnumSet.copyOf(rules);
    this.limit = Limits.checked(limit);
    this.zoneRules = ZoneRule.of(this.rules);
    this.histories = new int[zoneRules.size()];
    for (ChartRule rule : rules) {
      if (rule.count() == 0) {
        throw new IllegalArgumentException(rule + " is no run rule");
      }
    }
  }

  /**
   * A chart without values.
   *
   * @param rules at least one run rule
   * @param limit border of zone A in (0, 1000], in σ; by convention 3. The borders of B and C are a
   *     third and two thirds of it.
   */
  public static RunRulesChart of(ChartBaseline baseline, Set<ChartRule> rules, double limit) {
    Require.within("the number of rules", rules.size(), 1, ChartRule.values().length);
    return new RunRulesChart(baseline, rules, limit);
  }

  @Override
  public void observe(double value) {
    double z = baseline.standardised(value) * OUTERMOST / limit;
    fired = -1;
    follow(z);
    int zone = ZoneRule.zone(z);
    for (int i = histories.length - 1; i >= 0; i--) {
      ZoneRule rule = zoneRules.get(i);
      int window = rule.window(histories[i], zone);
      if (rule.fires(window)) {
        fired = i;
      }
      histories[i] = rule.history(window);
    }
    last = z;
    count++;
  }

  private void follow(double z) {
    int step = count == 0 ? 0 : (int) Math.signum(z - last);
    rising = step > 0 ? Math.min(TREND, rising + 1) : 1;
    falling = step < 0 ? Math.min(TREND, falling + 1) : 1;
    boolean turns = step != 0 && step == -direction;
    int fresh = step == 0 ? 1 : 2;
    alternating = turns ? Math.min(ALTERNATING, alternating + 1) : fresh;
    direction = step;
  }

  private boolean trend() {
    return rules.contains(ChartRule.NELSON_3) && Math.max(rising, falling) >= TREND;
  }

  private boolean alternation() {
    return rules.contains(ChartRule.NELSON_4) && alternating >= ALTERNATING;
  }

  @Override
  public boolean signals() {
    return fired >= 0 || trend() || alternation();
  }

  @Override
  public ChartDecision decide() {
    if (count == 0) {
      return new ChartDecision.NotEnoughData(0, 1);
    }
    double statistic = last * limit / OUTERMOST;
    if (fired >= 0) {
      ZoneRule by = zoneRules.get(fired);
      double border = by.rule().sigmas() * limit / OUTERMOST;
      Side side = by.sign() > 0 ? Side.UPPER : by.sign() < 0 ? Side.LOWER : Side.BOTH;
      double signed = by.sign() < 0 ? -border : border;
      return new ChartDecision.Signal(by.rule(), side, statistic, signed);
    }
    if (trend()) {
      Side side = rising >= TREND ? Side.UPPER : Side.LOWER;
      return new ChartDecision.Signal(ChartRule.NELSON_3, side, statistic, TREND);
    }
    if (alternation()) {
      return new ChartDecision.Signal(ChartRule.NELSON_4, Side.BOTH, statistic, ALTERNATING);
    }
    return new ChartDecision.InControl(statistic, Math.copySign(limit, statistic));
  }

  @Override
  public void restart() {
    Arrays.fill(histories, 0);
    last = 0;
    rising = 0;
    falling = 0;
    alternating = 0;
    direction = 0;
    count = 0;
    fired = -1;
  }

  @Override
  public byte[] toBytes() {
    StateWriter out = new StateWriter(StateKind.RUN_RULES_CHART);
    baseline.write(out);
    out.put(limit).put(mask()).put(last).put(count).put(fired);
    out.put(rising).put(falling).put(alternating).put(direction);
    for (int history : histories) {
      out.put(history);
    }
    return out.toBytes();
  }

  private int mask() {
    int mask = 0;
    for (ChartRule rule : rules) {
      mask |= 1 << rule.ordinal();
    }
    return mask;
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static RunRulesChart fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.RUN_RULES_CHART, bytes, RunRulesChart::read);
  }

  private static RunRulesChart read(StateReader in) {
    ChartBaseline baseline = ChartBaseline.read(in);
    double limit = in.nextDouble();
    int mask = in.nextInt();
    Set<ChartRule> rules = EnumSet.noneOf(ChartRule.class);
    for (ChartRule rule : ChartRule.values()) {
      if ((mask & 1 << rule.ordinal()) != 0) {
        rules.add(rule);
      }
    }
    in.check(!rules.isEmpty(), "it has no rules");
    RunRulesChart chart = new RunRulesChart(baseline, rules, limit);
    chart.last = Limits.saved(in.nextDouble());
    chart.count = Require.atLeast("a count", in.nextLong(), 0);
    chart.fired = Require.within("a saved rule", in.nextInt(), -1, chart.histories.length - 1);
    chart.rising = Require.within("a saved run", in.nextInt(), 0, TREND);
    chart.falling = Require.within("a saved run", in.nextInt(), 0, TREND);
    chart.alternating = Require.within("a saved run", in.nextInt(), 0, ALTERNATING);
    chart.direction = Require.within("a saved direction", in.nextInt(), -1, 1);
    for (int i = 0; i < chart.histories.length; i++) {
      int most = (1 << chart.zoneRules.get(i).rule().window() - 1) - 1;
      chart.histories[i] = Require.within("a saved history", in.nextInt(), 0, most);
    }
    return chart;
  }
}
