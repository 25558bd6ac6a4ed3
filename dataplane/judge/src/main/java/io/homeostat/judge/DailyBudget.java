package io.homeostat.judge;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeUsage.Spent;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The budget of one day of UTC. It counts its own requests and takes in what other scorers, and
 * itself before a restart, have published; so the limit holds up to what was used since the last
 * publication.
 */
public final class DailyBudget implements JudgeBudget {
  private static final double MILLION = 1_000_000;

  /** Share of a day's budget up to which drifts are explained. */
  private static final double EXPLANATION_SHARE = 0.5;

  private final String scorer;
  private final Clock clock;
  private Long requestLimit;
  private Double costLimit;
  private double inputPrice;
  private double outputPrice;
  private JudgeUsage usage;

  /**
   * An unused budget without limits.
   *
   * @param scorer name of this instance, another one after each restart
   */
  public DailyBudget(String scorer, Clock clock) {
    this.scorer = scorer;
    this.clock = clock;
    this.usage = new JudgeUsage(today(), Map.of());
  }

  /** Takes over what the Judge declares now; null for no limit. */
  public synchronized void limit(JudgeSpec.Budget budget) {
    requestLimit =
        budget == null || budget.requestsPerDay() == null
            ? null
            : budget.requestsPerDay().longValue();
    costLimit =
        budget == null || budget.costPerDay() == null ? null : Double.valueOf(budget.costPerDay());
    boolean priced = budget != null && budget.prices() != null;
    inputPrice = priced ? Double.parseDouble(budget.prices().inputPerMillion()) / MILLION : 0;
    outputPrice = priced ? Double.parseDouble(budget.prices().outputPerMillion()) / MILLION : 0;
  }

  @Override
  public synchronized boolean request(Purpose purpose) {
    Spent total = usage().total();
    double share =
        switch (purpose) {
          case Scoring -> 1;
          case Explanation -> EXPLANATION_SHARE;
          case Calibration -> Double.POSITIVE_INFINITY;
        };
    boolean spent =
        requestLimit != null && total.requests() >= share * requestLimit
            || costLimit != null && total.cost() >= share * costLimit;
    if (spent) {
      return false;
    }
    add(1, 0);
    return true;
  }

  @Override
  public synchronized void used(long promptTokens, long completionTokens) {
    add(0, promptTokens * inputPrice + completionTokens * outputPrice);
  }

  /** What is known to be used today. */
  public synchronized JudgeUsage usage() {
    usage = usage.with(new JudgeUsage(today(), Map.of()));
    return usage;
  }

  /** Takes in what was published. */
  public synchronized void merge(JudgeUsage published) {
    if (published != null && published.day().compareTo(today()) <= 0) {
      usage = usage().with(published);
    }
  }

  private void add(long requests, double cost) {
    JudgeUsage now = usage();
    Spent own = now.byScorer().getOrDefault(scorer, new Spent(0, 0));
    usage =
        now.with(
            new JudgeUsage(
                now.day(),
                Map.of(scorer, new Spent(own.requests() + requests, own.cost() + cost))));
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }
}
