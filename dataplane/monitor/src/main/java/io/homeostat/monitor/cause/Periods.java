package io.homeostat.monitor.cause;

import java.util.List;

/**
 * What a capability was like before a change and is like since.
 *
 * @param before values under the watched scorer set of the baseline's release, without failed
 *     answers
 * @param since the same of all releases
 * @param answeredBefore 1 for each answered interaction, 0 for each failed one
 * @param answeredSince the same since the change
 */
record Periods(Span before, Span since, Span answeredBefore, Span answeredSince) {
  private static final int MOST_EXAMPLES = 5;

  /** Mean before, with 0 for each failed answer. */
  double meanBefore() {
    return withFailed(before, answeredBefore).mean();
  }

  double meanSince() {
    return withFailed(since, answeredSince).mean();
  }

  /** How far the mean fell. */
  double drop() {
    return meanBefore() - meanSince();
  }

  /** How far it would have fallen had only the share of failed answers changed. */
  double dropByFailures() {
    double fewer = answeredBefore.total().mean() - answeredSince.total().mean();
    return fewer * (before.total().mean() + since.total().mean()) / 2;
  }

  static Moments withFailed(Span scored, Span answered) {
    return scored.total().plusZeros(answered.total().zeros());
  }

  /** The interactions to look at first. */
  List<String> examples() {
    Span worst =
        answeredSince.total().zeros() > 0 && since.total().count() == 0
            ? answeredSince
            : answeredSince.total().zeros() > since.total().count() ? answeredSince : since;
    return worst.worst().stream().limit(MOST_EXAMPLES).map(Span.Example::id).toList();
  }
}
