package io.homeostat.monitor.canary;

import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.statistics.canary.Arm;
import io.homeostat.statistics.canary.CanaryComparison;
import io.homeostat.statistics.canary.WindowedThreshold;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The tests of one canary while they take one more session or pair. */
final class CanaryTests {
  private final CanaryDefinition canary;
  private final CanaryComparison comparison;
  private final Map<String, WindowedThreshold> thresholds = new TreeMap<>();
  private int step;
  private long planRevision;
  private long unchecked;
  private SetChoice sets;
  private KeyShares keys;
  private Map<String, Double> bounds;
  private List<WholeService> whole;
  private long pairs;
  private long firstPairMillis;

  private CanaryTests(CanaryDefinition canary, CanaryState state) {
    this.canary = canary;
    comparison = CanaryComparison.fromBytes(canary.settings(), state.comparison());
    for (CanaryAnalysis analysis : canary.thresholds()) {
      WindowedThreshold fresh = new Crossing(analysis).start();
      byte[] saved = state.thresholds().get(analysis.name());
      thresholds.put(
          analysis.name(), saved == null ? fresh : WindowedThreshold.fromBytes(fresh, saved));
    }
    step = state.step();
    planRevision = state.planRevision();
    unchecked = state.unchecked();
    sets = state.sets();
    keys = state.keys();
    bounds = state.bounds();
    whole = state.whole();
    pairs = state.pairs();
    firstPairMillis = state.firstPairMillis();
  }

  /** The tests so far; new ones when there are none of this plan. */
  static CanaryTests load(StateTable table, String service, CanaryDefinition canary) {
    CanaryState saved =
        table
            .get(StateKeys.canary(service, canary.uid()), CanaryState.class)
            .filter(state -> state.planDigest().equals(canary.planDigest()))
            .orElse(null);
    if (saved != null) {
      try {
        return new CanaryTests(canary, saved);
      } catch (IllegalArgumentException e) {
        // another layout: the tests begin anew, which is slower and as valid
      }
    }
    return new CanaryTests(canary, begin(canary, Before.load(table, service)));
  }

  private static CanaryState begin(CanaryDefinition canary, Before before) {
    return new CanaryState(
        canary.planDigest(),
        CanaryComparison.start(canary.settings()).toBytes(),
        0,
        0,
        0,
        SetChoice.NONE,
        KeyShares.NONE,
        Map.of(),
        Map.of(),
        WholeService.begin(before),
        0,
        0);
  }

  void save(StateTable table, String service) {
    Map<String, byte[]> windows = new TreeMap<>();
    thresholds.forEach((name, threshold) -> windows.put(name, threshold.toBytes()));
    table.put(
        StateKeys.canary(service, canary.uid()),
        new CanaryState(
            canary.planDigest(),
            comparison.toBytes(),
            step,
            planRevision,
            unchecked,
            sets,
            keys,
            bounds,
            windows,
            whole,
            pairs,
            firstPairMillis));
  }

  CanaryComparison comparison() {
    return comparison;
  }

  WindowedThreshold threshold(CanaryAnalysis analysis) {
    return thresholds.get(analysis.name());
  }

  Double bound(CanaryAnalysis analysis) {
    return bounds.get(analysis.name());
  }

  List<WholeService> whole() {
    return whole;
  }

  /** Sessions whose split is not known. */
  long unchecked() {
    return unchecked;
  }

  long planRevision() {
    return planRevision;
  }

  double largestKeyShare() {
    return keys.largest();
  }

  long pairs() {
    return pairs;
  }

  long firstPairMillis() {
    return firstPairMillis;
  }

  /** Whether a quantile or cap is still to be frozen. */
  boolean lacksBounds() {
    return canary.analyses().stream()
        .anyMatch(analysis -> Bounds.needed(analysis) && bound(analysis) == null);
  }

  /** Freezes what can be frozen, and enters the declared step and the plan's revision. */
  void enter(Before before, long revision) {
    bounds = Bounds.freeze(canary, bounds, before);
    if (canary.step() > step) {
      step = canary.step();
      comparison.enterStep(step);
    }
    if (revision > planRevision) {
      planRevision = revision;
      comparison.weightChanged();
    }
  }

  /**
   * Takes a session of an arm.
   *
   * @param share of the candidate at its revision. 0 says nothing about the ratio: that is how a
   *     session of an unknown split is left out
   */
  void unit(SessionUnit unit, Arm arm, OptionalDouble share) {
    UnitValues values = values(unit);
    count(arm, values, share.orElse(0));
    if (unit.planRevision() >= planRevision) {
      compare(arm, values);
    }
    if (arm == Arm.CANDIDATE) {
      thresholds(unit, true);
    }
    unchecked += share.isEmpty() ? 1 : 0;
    whole = whole.stream().map(figure -> figure.plus(unit)).toList();
    seen(unit);
  }

  private void compare(Arm arm, UnitValues values) {
    List<CanaryAnalysis> comparisons = canary.comparisons();
    for (int i = 0; i < comparisons.size(); i++) {
      OptionalDouble value = value(values, comparisons.get(i));
      if (value.isPresent()) {
        comparison.observe(i, arm, value.getAsDouble());
      }
    }
  }

  /** Takes both answers to one shadowed request; its times never count. */
  void pair(SessionUnit candidate, SessionUnit control) {
    UnitValues tried = values(candidate);
    UnitValues known = values(control);
    count(Arm.CANDIDATE, tried, 0);
    count(Arm.CONTROL, known, 0);
    List<CanaryAnalysis> comparisons = canary.comparisons();
    for (int i = 0; i < comparisons.size(); i++) {
      OptionalDouble its = value(tried, comparisons.get(i));
      OptionalDouble other = value(known, comparisons.get(i));
      if (!comparisons.get(i).measure().timed() && its.isPresent() && other.isPresent()) {
        comparison.observePair(i, its.getAsDouble(), other.getAsDouble());
      }
    }
    pairs++;
    firstPairMillis = firstPairMillis == 0 ? control.startMillis() : firstPairMillis;
    seen(control);
  }

  /**
   * Takes the candidate's answers of a session for the thresholds alone.
   *
   * @param timed whether its times mean anything
   */
  void thresholds(SessionUnit unit, boolean timed) {
    UnitValues values = values(unit);
    for (CanaryAnalysis analysis : canary.thresholds()) {
      OptionalDouble value = new Crossing(analysis).of(values);
      if (value.isPresent() && (timed || !analysis.measure().timed())) {
        threshold(analysis).observe(unit.startMillis(), Math.clamp(value.getAsDouble(), 0, 1));
      }
    }
  }

  private void count(Arm arm, UnitValues values, double share) {
    if (canary.judged() && values.missing()) {
      comparison.observeMissing(arm, share);
    } else {
      comparison.observeUnit(arm, share);
    }
  }

  private void seen(SessionUnit unit) {
    sets = sets.plus(unit.capabilities());
    keys = keys.plus(unit.session());
  }

  private UnitValues values(SessionUnit unit) {
    return new UnitValues(unit, sets, canary.frame());
  }

  private OptionalDouble value(UnitValues values, CanaryAnalysis analysis) {
    return values.of(analysis, bound(analysis));
  }
}
