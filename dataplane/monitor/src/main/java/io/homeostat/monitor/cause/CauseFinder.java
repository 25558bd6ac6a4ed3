package io.homeostat.monitor.cause;

import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.cause.CorrectionHistory.Period;
import io.homeostat.statistics.attribution.RateRise;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether a drift comes from the world expecting other answers: the release is still the
 * baseline's, the judge is calibrated (so its frozen items did not change), and since the change
 * clients of at least {@value Bucket#MOST_SOURCES} sources corrected at least {@value
 * #LEAST_CORRECTIONS} answers to others, a larger share than before.
 *
 * <p>The share is tested by Fisher's exact test. A drift is looked at when 8, 16, 32, … corrections
 * are there, at the levels .01/2, .01/4, .01/8, …, so that P(cause named | share unchanged) ≤ .01
 * in all.
 */
public final class CauseFinder {
  static final int LEAST_CORRECTIONS = 8;
  static final double LEVEL = 0.01;

  private static final int MOST_LOOKS = 12;

  private final StateTable table;

  public CauseFinder(StateTable table) {
    this.table = table;
  }

  /**
   * A drift whose cause is asked for.
   *
   * @param service {@code namespace/name}
   * @param baselineRelease release of the baseline
   * @param currentRelease release of the latest sessions
   * @param sinceMillis estimated moment of the change
   * @param looks tests made in this drift so far
   */
  public record Question(
      String service,
      String capability,
      String baselineRelease,
      String currentRelease,
      long sinceMillis,
      boolean judgeTrusted,
      int looks) {}

  /** What a look found, and how many looks there were then. */
  public record Result(Optional<CauseFinding> finding, int looks) {}

  /** Looks once, if there is enough to look at. */
  public Result look(Question question) {
    Result nothing = new Result(Optional.empty(), question.looks());
    Optional<CorrectionHistory> history =
        Corrections.history(table, question.service(), question.capability())
            .filter(known -> known.release().equals(question.baselineRelease()));
    if (!question.judgeTrusted()
        || !question.baselineRelease().equals(question.currentRelease())
        || history.isEmpty()
        || question.looks() >= MOST_LOOKS) {
      return nothing;
    }
    Period before = history.get().before(question.sinceMillis());
    Period since = history.get().since(question.sinceMillis());
    boolean enough =
        since.corrected() >= LEAST_CORRECTIONS << question.looks()
            && since.sources() >= Bucket.MOST_SOURCES;
    if (!enough || before.interactions() == 0) {
      return nothing;
    }
    int looks = question.looks() + 1;
    RateRise rise =
        RateRise.fisher(
            before.corrected(), before.interactions(), since.corrected(), since.interactions());
    return new Result(
        rise.risen(LEVEL / (1 << looks))
            ? Optional.of(finding(before, since, rise))
            : Optional.empty(),
        looks);
  }

  private static CauseFinding finding(Period before, Period since, RateRise rise) {
    return new CauseFinding(
        CauseFinding.EXPECTED_ANSWERS,
        String.format(
            Locale.ROOT,
            "%d of %d answers since the change were corrected to another answer by at least %d sources, %d of %d before"
                + " (p = %.2g); same release, judge calibrated",
            since.corrected(),
            since.interactions(),
            since.sources(),
            before.corrected(),
            before.interactions(),
            rise.pValue()));
  }
}
