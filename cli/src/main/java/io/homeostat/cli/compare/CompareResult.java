package io.homeostat.cli.compare;

import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.Comparison.Tested;
import io.homeostat.statistics.samples.Histogram;
import java.util.List;
import java.util.Map;

/**
 * What a report shows.
 *
 * @param field that was compared
 * @param alpha level of each test
 * @param reference the values of then
 * @param current the values of now
 * @param tests in the order asked for
 * @param histogram of both
 */
record CompareResult(
    String field,
    double alpha,
    Sample reference,
    Sample current,
    Map<SampleTest, Comparison> tests,
    Histogram histogram) {

  /** The tests that are significant at the level. */
  List<String> different() {
    return tests.entrySet().stream()
        .filter(e -> e.getValue() instanceof Tested tested && tested.differs(alpha))
        .map(e -> e.getKey().label())
        .toList();
  }

  /**
   * Whether a gate is passed: every test could be made and none is significant at level/tests, so
   * that all together wrongly fail at most with probability {@code level}.
   */
  boolean passes(double level) {
    return tests.values().stream()
        .allMatch(
            result -> result instanceof Tested tested && tested.pValue() > level / tests.size());
  }

  /** Values that equal another one. */
  int tied() {
    return tests.values().stream()
        .mapToInt(result -> result instanceof Tested tested ? tested.tied() : 0)
        .max()
        .orElse(0);
  }
}
