package io.homeostat.scorer.rescoring;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import io.homeostat.scorer.rescoring.StoredAnswers.Period;
import io.homeostat.scorer.rescoring.StoredAnswers.StoredAnswer;
import io.homeostat.statistics.attribution.RescoredDrop;
import io.homeostat.statistics.attribution.RescoredDrop.Pair;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Has the judge of today rate stored answers from before and since a drift began, within half of
 * the judge's budget, so that a judge that changed is told from answers that did.
 */
final class Rescoring {
  static final int FEWEST_BEFORE = 100;
  static final int FEWEST_SINCE = 30;

  private static final int MOST_BEFORE = 120;
  private static final int MOST_SINCE = 60;
  private static final double ERROR_RATE = 0.05;
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private final Definitions definitions;
  private final StoredAnswers answers;
  private final Clock clock;

  Rescoring(Definitions definitions, StoredAnswers answers, Clock clock) {
    this.definitions = definitions;
    this.answers = answers;
    this.clock = clock;
  }

  /** Whether the judge gives the values of a stream that fell, and this process scores for it. */
  boolean concerns(DriftVerdict verdict, DriftVerdict.Stream stream) {
    return stream.sinceMillis() != null
        && stream.baselineRelease() != null
        && stream.scorerSet() != null
        && (stream.signal().equals("Quality") || stream.signal().startsWith("Score/judge"))
        && definitions.policy(verdict.service()).map(ScoringPolicy::judge).isPresent();
  }

  /**
   * Rates them; blocks while the judge answers. Nothing while there are too few answers, or the
   * judge or its budget does not allow as many.
   *
   * @throws IOException when the archive does not answer
   * @throws InterruptedException when the thread is stopped
   */
  Optional<RescoringVerdict> rate(DriftVerdict verdict, DriftVerdict.Stream stream)
      throws IOException, InterruptedException {
    String name = definitions.policy(verdict.service()).map(ScoringPolicy::judge).orElse(null);
    JudgeHandle judge = definitions.judge(name).orElse(null);
    Instant change = Instant.ofEpochMilli(stream.sinceMillis());
    if (judge == null) {
      return Optional.empty();
    }
    List<StoredAnswer> since =
        answers.latest(period(verdict, stream, null, change, clock.instant()), MOST_SINCE);
    if (since.size() < FEWEST_SINCE) {
      return Optional.empty();
    }
    List<StoredAnswer> before =
        answers.latest(
            period(verdict, stream, stream.baselineRelease(), change.minus(LOOK_BACK), change),
            MOST_BEFORE);
    if (before.size() < FEWEST_BEFORE) {
      return Optional.empty();
    }
    List<Pair> ratedSince = rate(judge, since);
    List<Pair> ratedBefore = ratedSince.size() < FEWEST_SINCE ? List.of() : rate(judge, before);
    return ratedBefore.size() < FEWEST_BEFORE
        ? Optional.empty()
        : Optional.of(verdict(verdict, stream, name, judge, ratedBefore, ratedSince));
  }

  private static Period period(
      DriftVerdict verdict,
      DriftVerdict.Stream stream,
      String release,
      Instant since,
      Instant until) {
    return new Period(
        verdict.service(), stream.capability(), release, stream.scorerSet(), since, until);
  }

  private static List<Pair> rate(JudgeHandle judge, List<StoredAnswer> stored)
      throws InterruptedException {
    List<Pair> pairs = new ArrayList<>();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Pair>> futures =
          stored.stream().map(one -> workers.submit(() -> rate(judge, one))).toList();
      for (Future<Pair> future : futures) {
        try {
          pairs.add(future.get());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof JudgeUnavailableException)) {
            throw new IllegalStateException(e.getCause());
          }
        }
      }
    }
    return pairs;
  }

  private static Pair rate(JudgeHandle judge, StoredAnswer stored)
      throws JudgeUnavailableException, InterruptedException {
    return new Pair(
        stored.judged(), judge.client().rate(stored.material(), Purpose.Explanation).mean());
  }

  private RescoringVerdict verdict(
      DriftVerdict verdict,
      DriftVerdict.Stream stream,
      String name,
      JudgeHandle judge,
      List<Pair> before,
      List<Pair> since) {
    RescoredDrop drop = RescoredDrop.of(before, since, ERROR_RATE);
    return new RescoringVerdict(
        EventCodec.SCHEMA_VERSION,
        verdict.subject(),
        verdict.subjectUid(),
        verdict.service(),
        clock.millis(),
        name,
        judge.digest(),
        stream.capability(),
        stream.sinceMillis(),
        sample(before),
        sample(since),
        drop.judge().estimate(),
        drop.judge().lower(),
        drop.judge().upper());
  }

  private static RescoringVerdict.Sample sample(List<Pair> pairs) {
    return new RescoringVerdict.Sample(
        pairs.size(),
        pairs.stream().mapToDouble(Pair::then).average().orElseThrow(),
        pairs.stream().mapToDouble(Pair::now).average().orElseThrow());
  }
}
