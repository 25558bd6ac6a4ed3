package io.homeostat.statistics.canary;

import io.homeostat.statistics.canary.CanaryDecision.Outcome;
import io.homeostat.statistics.canary.CanaryScenario.Run;
import java.util.Optional;

/**
 * What runs of a {@link CanaryScenario} say about it: how it ends and how long that takes, with
 * standard errors. Not thread-safe.
 */
public final class CanaryForecast {
  private final Tally promoted = new Tally();
  private final Tally rolledBack = new Tally();
  private final Tally undecided = new Tally();
  private final Tally all = new Tally();

  /** A forecast without runs. */
  public CanaryForecast() {}

  /**
   * How runs of one kind end.
   *
   * @param probability share of all runs
   * @param standardError of the probability
   * @param units mean units of the smaller arm; NaN without such a run
   * @param unitsStandardError of the mean; NaN below two such runs
   * @param sessions mean of users' sessions; NaN without such a run
   */
  public record Ending(
      double probability,
      double standardError,
      double units,
      double unitsStandardError,
      double sessions) {}

  /** Takes the next run. */
  public void add(Run run) {
    all.add(run);
    switch (run.outcome()) {
      case PROMOTE -> promoted.add(run);
      case ROLL_BACK -> rolledBack.add(run);
      case UNDECIDABLE, INCONCLUSIVE -> undecided.add(run);
      case CONTINUE -> throw new IllegalArgumentException("a run must have ended");
    }
  }

  /** Runs so far. */
  public long runs() {
    return all.count;
  }

  /**
   * Runs that ended so; nothing before the first run.
   *
   * @param outcome PROMOTE, ROLL_BACK, or UNDECIDABLE, which counts the inconclusive ones, too (a
   *     sound split is doubted in .1 %)
   */
  public Optional<Ending> ending(Outcome outcome) {
    return switch (outcome) {
      case PROMOTE -> ending(promoted);
      case ROLL_BACK -> ending(rolledBack);
      case UNDECIDABLE -> ending(undecided);
      case CONTINUE, INCONCLUSIVE ->
          throw new IllegalArgumentException("no run of a scenario is told as " + outcome);
    };
  }

  /** All runs; nothing before the first. */
  public Optional<Ending> all() {
    return ending(all);
  }

  private Optional<Ending> ending(Tally tally) {
    if (all.count == 0) {
      return Optional.empty();
    }
    double p = tally.count / (double) all.count;
    return Optional.of(
        new Ending(
            p,
            Math.sqrt(p * (1 - p) / all.count),
            tally.units / tally.count,
            tally.unitsStandardError(),
            tally.sessions / tally.count));
  }

  private static final class Tally {
    private long count;
    private double units;
    private double squares;
    private double sessions;

    void add(Run run) {
      count++;
      units += run.units();
      squares += (double) run.units() * run.units();
      sessions += run.sessions();
    }

    double unitsStandardError() {
      if (count < 2) {
        return Double.NaN;
      }
      double mean = units / count;
      return Math.sqrt(Math.max(0, squares / count - mean * mean) / (count - 1));
    }
  }
}
