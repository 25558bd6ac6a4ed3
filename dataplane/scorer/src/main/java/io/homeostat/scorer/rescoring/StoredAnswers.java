package io.homeostat.scorer.rescoring;

import io.homeostat.judge.Material;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What was asked, answered and judged before. */
@FunctionalInterface
public interface StoredAnswers {
  /**
   * The latest judged answers of a time, at most as many as asked for.
   *
   * @throws IOException when the store does not answer; the message carries no content
   * @throws InterruptedException when the thread is stopped while it waits
   */
  List<StoredAnswer> latest(Period period, int most) throws IOException, InterruptedException;

  /**
   * Which answers are meant.
   *
   * @param service {@code namespace/name}
   * @param release null for all
   * @param scorerSet under which they were scored: scores of others are not comparable
   * @param until not itself part of the time
   */
  record Period(
      String service,
      String capability,
      String release,
      String scorerSet,
      Instant since,
      Instant until) {}

  /**
   * One answer.
   *
   * @param judged what the judge said of it then, in [0,1]
   */
  record StoredAnswer(Material material, double judged) {}
}
