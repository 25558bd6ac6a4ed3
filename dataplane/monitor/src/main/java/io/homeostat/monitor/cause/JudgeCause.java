package io.homeostat.monitor.cause;

import io.homeostat.events.RescoringVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the judge explains at least half of a drop. */
final class JudgeCause {
  private static final String AGAIN = "rated again";

  private JudgeCause() {}

  /**
   * By its labelled items.
   *
   * @param fall how much lower it rates them than before the change
   */
  static Optional<CauseFinding> calibrated(Periods periods, double fall) {
    double judged = periods.before().judge().mean() - periods.since().judge().mean();
    boolean explains =
        periods.since().judge().count() > 0
            && fall > 0
            && fall >= judged / 2
            && fall >= periods.drop() / 2;
    return explains
        ? Optional.of(
            new CauseFinding(
                CauseFinding.JUDGE,
                String.format(
                    Locale.ROOT,
                    "the judge rates its labelled items %.3f lower than before the change, and these answers %.3f lower",
                    fall,
                    judged),
                periods.examples()))
        : Optional.empty();
  }

  /** By answers of before and since that it rated again. */
  static Optional<CauseFinding> rescored(Periods periods, RescoringVerdict found) {
    boolean explains =
        found.lower() > 0
            && found.judgePart() >= found.fell() / 2
            && found.judgePart() >= periods.drop() / 2;
    return explains
        ? Optional.of(new CauseFinding(CauseFinding.JUDGE, sentence(found), periods.examples()))
        : Optional.empty();
  }

  /** A finding with the judge's part of the drop beside it, once that is known. */
  static CauseFinding beside(CauseFinding finding, Optional<RescoringVerdict> rescored) {
    if (finding == null
        || finding.evidence() == null
        || rescored.isEmpty()
        || finding.evidence().contains(AGAIN)) {
      return finding;
    }
    return new CauseFinding(
        finding.cause(),
        finding.evidence() + "; " + sentence(rescored.get()),
        List.copyOf(finding.examples()));
  }

  private static String sentence(RescoringVerdict found) {
    return String.format(
        Locale.ROOT,
        "the judge of today explains %.3f (%.3f to %.3f) of the %.3f by which its part fell: %d answers of before and %d since were "
            + AGAIN,
        found.judgePart(),
        found.lower(),
        found.upper(),
        found.fell(),
        found.before().answers(),
        found.since().answers());
  }
}
