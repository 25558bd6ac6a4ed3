package io.homeostat.monitor.cause;

import io.homeostat.events.RescoringVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.monitor.session.SessionUnit;
import java.util.List;
import java.util.Optional;

/**
 * Decides why a stream drifts, from the values of its capability before and since the change.
 *
 * <p>In this order, the first that is shown is named: the judge rates the same answers lower, or
 * while they were not rated again its labelled items (Judge), requests fail (Upstream), known kinds
 * of questions have other shares (InputMix), another release answers (Release), clients correct the
 * answers (ExpectedAnswers), the questions are others by what nobody declares (InputShift); else
 * Unknown. Judge, Upstream and both shifts have to explain at least half of the drop. A release is
 * named only when its first answers were bad and those of the release before it were not bad
 * already.
 *
 * <p>A drift is looked at when 16, 32, 64, … interactions are there since the change, or 8, 16, …
 * corrections, at the levels .01/2, .01/4, …, so that each test names a cause that is none with
 * probability ≤ .01 in all. Once named, a cause stays until the drift ends; only a judge that turns
 * out to have changed takes its place.
 */
public final class CauseFinder {
  static final double LEVEL = 0.01;
  static final int LEAST_SINCE = 16;

  private static final int MOST_LOOKS = 12;
  private static final long SAME_CHANGE_MILLIS = 600_000;

  private final StateTable table;
  private final Evidence evidence;
  private final Contradictions contradictions;

  public CauseFinder(StateTable table) {
    this.table = table;
    this.evidence = new Evidence(table);
    this.contradictions = new Contradictions(table);
  }

  /**
   * A drift whose cause is asked for.
   *
   * @param signal name in the API, a part of the scores behind a slash
   * @param scorerSet of the values; empty for signals that no judge gives
   * @param baselineRelease release of the baseline
   * @param currentRelease release of the latest sessions
   * @param sinceMillis estimated moment of the change
   * @param known what was found so far; null for nothing
   * @param looks tests made in this drift so far
   * @param rescored what the judge of today says of answers of before and since; null while it was
   *     not asked
   * @param difference how kinds or points differ from the first ones, in one sentence; null for
   *     other signals
   */
  public record Question(
      ServiceDefinition service,
      String capability,
      String signal,
      String scorerSet,
      String baselineRelease,
      String currentRelease,
      long sinceMillis,
      boolean judgeTrusted,
      CauseFinding known,
      int looks,
      RescoringVerdict rescored,
      String difference) {
    String serviceName() {
      return service.name();
    }

    /** Those of this change; its moment may have been estimated a little otherwise then. */
    Optional<RescoringVerdict> rescoredAnswers() {
      return Optional.ofNullable(rescored)
          .filter(found -> Math.abs(found.sinceMillis() - sinceMillis) <= SAME_CHANGE_MILLIS);
    }

    boolean otherRelease() {
      return !baselineRelease.equals(currentRelease);
    }
  }

  /**
   * What is known after a look.
   *
   * @param finding null when nothing was looked at yet
   * @param looks how many there were then
   */
  public record Result(CauseFinding finding, int looks) {}

  /** Remembers a score. */
  public void score(Score score, String capability) {
    if (SessionUnit.STABLE.equals(score.role())) {
      evidence.score(score, capability);
    } else {
      evidence.beside(score, capability);
    }
  }

  /** Remembers a calibration of the service's judge. */
  public void judged(String service, JudgeWord word) {
    JudgeHistory known = judge(service);
    JudgeHistory grown = known.plus(word);
    if (!grown.equals(known)) {
      table.put(StateKeys.judge(service), grown);
    }
  }

  private JudgeHistory judge(String service) {
    return table
        .get(StateKeys.judge(service), JudgeHistory.class)
        .orElse(new JudgeHistory(List.of()));
  }

  /** Looks once, if there is enough to look at. */
  public Result look(Question question) {
    Result unchanged = new Result(question.known(), question.looks());
    boolean named = question.known() != null && question.known().known();
    Result result =
        switch (Kind.of(question.signal())) {
          case QUALITY -> quality(question, unchanged, named);
          case FAILURES -> named || !due(question) ? unchanged : failures(question);
          case SPEED, QUESTIONS, MIX, OTHER ->
              question.known() != null
                  ? unchanged
                  : new Result(new ByTime(evidence).find(question), question.looks() + 1);
        };
    return result.finding() == null || !CauseFinding.RELEASE.equals(result.finding().cause())
        ? result
        : new Result(
            new ComponentShares(evidence, question)
                .sharper(result.finding(), () -> before(question, question.scorerSet())),
            result.looks());
  }

  private Result quality(Question question, Result unchanged, boolean named) {
    Optional<RescoringVerdict> rescored = question.rescoredAnswers();
    boolean judgedAgain =
        rescored.isPresent()
            || judge(question.serviceName()).fallSince(question.sinceMillis()).isPresent();
    if (named && (!judgedAgain || CauseFinding.JUDGE.equals(question.known().cause()))) {
      return unchanged;
    }
    if (!judgedAgain && (!question.judgeTrusted() || !due(question))) {
      return unchanged;
    }
    Periods periods = periods(question);
    if (periods.before().total().count() == 0
        || periods.answeredSince().total().count() < LEAST_SINCE) {
      return unchanged;
    }
    Optional<CauseFinding> judge =
        rescored.isPresent()
            ? rescored.flatMap(found -> JudgeCause.rescored(periods, found))
            : judge(question.serviceName()).fallSince(question.sinceMillis()).stream()
                .mapToObj(fall -> JudgeCause.calibrated(periods, fall))
                .flatMap(Optional::stream)
                .findFirst();
    if (judge.isPresent()) {
      return new Result(judge.get(), question.looks() + 1);
    }
    if (named || !question.judgeTrusted() || !due(question)) {
      return new Result(JudgeCause.beside(question.known(), rescored), question.looks());
    }
    int looks = question.looks() + 1;
    double level = LEVEL / (1 << looks);
    CauseFinding found =
        new QualityCause(evidence, contradictions, question, periods, level).find();
    return new Result(JudgeCause.beside(found, rescored), looks);
  }

  private Result failures(Question question) {
    int looks = question.looks() + 1;
    Periods periods = periods(question);
    return new Result(
        new QualityCause(evidence, contradictions, question, periods, LEVEL / (1 << looks))
            .failures(),
        looks);
  }

  private boolean due(Question question) {
    if (question.looks() >= MOST_LOOKS) {
      return false;
    }
    long since =
        evidence
            .ofAllReleases(
                question.serviceName(),
                question.capability(),
                Evidence.ANSWERED,
                question.sinceMillis(),
                Long.MAX_VALUE)
            .total()
            .count();
    int corrected =
        contradictions.since(
            question.serviceName(),
            question.capability(),
            question.baselineRelease(),
            question.sinceMillis());
    return since >= LEAST_SINCE
        && (since >= (long) LEAST_SINCE << question.looks()
            || corrected >= Contradictions.LEAST_CORRECTIONS << question.looks());
  }

  private Periods periods(Question q) {
    return new Periods(
        before(q, q.scorerSet()),
        since(q, q.scorerSet()),
        before(q, Evidence.ANSWERED),
        since(q, Evidence.ANSWERED));
  }

  private Span before(Question q, String set) {
    return evidence.between(
        q.serviceName(), q.capability(), q.baselineRelease(), set, 0, q.sinceMillis());
  }

  private Span since(Question q, String set) {
    return evidence.ofAllReleases(
        q.serviceName(), q.capability(), set, q.sinceMillis(), Long.MAX_VALUE);
  }
}
