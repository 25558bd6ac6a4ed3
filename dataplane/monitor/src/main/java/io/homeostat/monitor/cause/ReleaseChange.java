package io.homeostat.monitor.cause;

import io.homeostat.monitor.cause.CauseFinder.Question;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a release can be what lowered a mean: its first {@value #ENOUGH} answers were bad, and
 * those of the release before it were not bad already.
 */
final class ReleaseChange {
  private static final int ENOUGH = 30;

  private final Evidence evidence;
  private final Question question;

  ReleaseChange(Evidence evidence, Question question) {
    this.evidence = evidence;
    this.question = question;
  }

  /**
   * Whether the change came with the release.
   *
   * @param middle between the means before and since the change
   */
  boolean broughtIt(double middle) {
    if (!question.otherRelease()) {
      return false;
    }
    long began =
        evidence.cells(question.serviceName(), question.capability()).stream()
            .filter(cell -> cell.release().equals(question.currentRelease()))
            .map(Evidence.Cell::firstMillis)
            .min(Comparator.naturalOrder())
            .orElse(Long.MAX_VALUE);
    long settled =
        evidence.endOfFirst(
            question.serviceName(), question.capability(), question.currentRelease(), ENOUGH);
    Moments first = values(question.currentRelease(), 0, settled);
    Moments badBefore = values(question.baselineRelease(), question.sinceMillis(), began);
    return first.count() > 0
        && first.mean() <= middle
        && (badBefore.count() < ENOUGH || badBefore.mean() > middle);
  }

  private Moments values(String release, long from, long to) {
    String service = question.serviceName();
    String capability = question.capability();
    Span answered = evidence.between(service, capability, release, Evidence.ANSWERED, from, to);
    if (question.scorerSet().equals(Evidence.ANSWERED)) {
      return answered.total();
    }
    return Periods.withFailed(
        evidence.between(service, capability, release, question.scorerSet(), from, to), answered);
  }

  /** The release with what it changed. */
  static String names(Question question) {
    List<String> changed =
        question
            .service()
            .releases()
            .changed(question.baselineRelease(), question.currentRelease());
    String parts =
        changed.isEmpty()
            ? ""
            : changed.size() == 1
                ? " (changed " + changed.getFirst() + ")"
                : " (changed " + String.join(", ", changed) + " together)";
    return "release '%s' after '%s'%s"
        .formatted(question.currentRelease(), question.baselineRelease(), parts);
  }
}
