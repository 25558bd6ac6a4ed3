package io.homeostat.monitor.cost;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.homeostat.monitor.definitions.MonitorDefinition.Prices;
import io.homeostat.monitor.history.Spanned;
import io.homeostat.monitor.session.Tally;
import io.homeostat.monitor.session.Tokens;

/**
 * What the sessions of one span of time used of one capability.
 *
 * @param startMillis begin of the span
 * @param endMillis end of the span, excluded
 * @param level the span was merged from 2^level basic ones
 * @param sessions that began in it
 * @param requests of these sessions
 * @param tokens of those requests whose tokens were counted
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Spend(
    long startMillis, long endMillis, int level, long sessions, long requests, Tokens tokens)
    implements Spanned<Spend> {
  /** Nothing, at no time. */
  static final Spend NONE = new Spend(0, 0, 0, 0, 0, Tokens.NONE);

  private static final double THOUSAND = 1_000;

  static Spend at(long millis, long width) {
    long start = Math.floorDiv(millis, width) * width;
    return new Spend(start, start + width, 0, 0, 0, Tokens.NONE);
  }

  Spend plus(Tally session) {
    return new Spend(
        startMillis,
        endMillis,
        level,
        sessions + 1,
        requests + session.interactions(),
        tokens.plus(session.tokens()));
  }

  @Override
  public Spend merge(Spend later) {
    return new Spend(
        startMillis,
        later.endMillis,
        level + 1,
        sessions + later.sessions,
        requests + later.requests,
        tokens.plus(later.tokens));
  }

  double requestsPerSession() {
    return sessions == 0 ? 0 : requests / (double) sessions;
  }

  double inputPerRequest() {
    return tokens.metered() == 0 ? 0 : tokens.input() / (double) tokens.metered();
  }

  double outputPerRequest() {
    return tokens.metered() == 0 ? 0 : tokens.output() / (double) tokens.metered();
  }

  double perRequest(Prices prices) {
    return inputPerRequest() * prices.input() + outputPerRequest() * prices.output();
  }

  double perThousand(Prices prices) {
    return THOUSAND * perRequest(prices);
  }
}
