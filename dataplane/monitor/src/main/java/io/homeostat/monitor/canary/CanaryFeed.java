package io.homeostat.monitor.canary;

import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.CanaryAnalysis;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.statistics.canary.Arm;
import io.homeostat.statistics.canary.CanaryComparison;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Feeds closed sessions of both arms to the tests of a canary; the same tests from the first
 * session to the end of the bake.
 */
public final class CanaryFeed {
  private final StateTable table;

  public CanaryFeed(StateTable table) {
    this.table = table;
  }

  /** The tests of a canary so far. */
  static CanaryState load(StateTable table, String service, CanaryDefinition canary) {
    return table
        .get(StateKeys.canary(service, canary.uid()), CanaryState.class)
        .filter(state -> state.planDigest().equals(canary.planDigest()) && readable(state, canary))
        .orElseGet(
            () ->
                new CanaryState(
                    canary.planDigest(),
                    CanaryComparison.start(canary.settings()).toBytes(),
                    0,
                    0,
                    0,
                    SetChoice.NONE,
                    KeyShares.NONE));
  }

  private static boolean readable(CanaryState state, CanaryDefinition canary) {
    try {
      CanaryComparison.fromBytes(canary.settings(), state.comparison());
      return true;
    } catch (IllegalArgumentException e) {
      return false; // another layout: the tests begin anew, which is slower and as valid
    }
  }

  /**
   * Takes a closed session, if it is a unit of this canary.
   *
   * @return whether it was one
   */
  public boolean feed(ServiceDefinition service, CanaryDefinition canary, SessionUnit unit) {
    Arms arms = new Arms(canary);
    Optional<Arm> arm = arms.of(unit);
    if (arm.isEmpty()) {
      return false;
    }
    CanaryState state = load(table, service.name(), canary);
    CanaryComparison comparison = CanaryComparison.fromBytes(canary.settings(), state.comparison());
    int step = Math.max(state.step(), canary.step());
    if (step > state.step()) {
      comparison.enterStep(step);
    }
    if (unit.planRevision() > state.planRevision()) {
      comparison.weightChanged();
    }
    OptionalDouble share = arms.candidateShare(unit, service.weights());
    UnitValues values = new UnitValues(unit, state.sets());
    count(comparison, canary, arm.get(), share, values);
    if (unit.planRevision() >= state.planRevision()) {
      compare(comparison, canary.analyses(), arm.get(), values);
    }
    table.put(
        StateKeys.canary(service.name(), canary.uid()),
        new CanaryState(
            state.planDigest(),
            comparison.toBytes(),
            step,
            Math.max(state.planRevision(), unit.planRevision()),
            state.unchecked() + (share.isEmpty() ? 1 : 0),
            state.sets().plus(unit.capabilities()),
            state.keys().plus(unit.session())));
    return true;
  }

  /**
   * A share of 0 says nothing about the ratio: that is how a session of an unknown split is left
   * out.
   */
  private static void count(
      CanaryComparison comparison,
      CanaryDefinition canary,
      Arm arm,
      OptionalDouble share,
      UnitValues values) {
    if (canary.judged() && values.missing()) {
      comparison.observeMissing(arm, share.orElse(0));
    } else {
      comparison.observeUnit(arm, share.orElse(0));
    }
  }

  private static void compare(
      CanaryComparison comparison, List<CanaryAnalysis> analyses, Arm arm, UnitValues values) {
    for (int i = 0; i < analyses.size(); i++) {
      int metric = i;
      values.of(analyses.get(i)).ifPresent(value -> comparison.observe(metric, arm, value));
    }
  }
}
