package io.homeostat.monitor.cost;

import io.homeostat.monitor.definitions.MonitorDefinition.Prices;

/**
 * What the sessions since a change cost more than as many before it.
 *
 * <p>A session costs a·(i·p + o·q): requests in it, tokens of a prompt and of an answer at their
 * prices. The difference is shared exactly: each factor's change at the mean of the other factor
 * before and since, as Kitagawa shares a difference of rates.
 *
 * @param retries by more requests in a session
 * @param longerAnswers by more generated tokens in a request
 * @param longerQuestions by more prompt tokens in a request
 */
record DriftCost(double retries, double longerAnswers, double longerQuestions) {
  /** Sums of all sessions since. */
  static DriftCost of(Spend before, Spend since, Prices prices) {
    double requests = (before.requestsPerSession() + since.requestsPerSession()) / 2;
    double price = (before.perRequest(prices) + since.perRequest(prices)) / 2;
    long sessions = since.sessions();
    return new DriftCost(
        sessions * (since.requestsPerSession() - before.requestsPerSession()) * price,
        sessions
            * requests
            * (since.outputPerRequest() - before.outputPerRequest())
            * prices.output(),
        sessions
            * requests
            * (since.inputPerRequest() - before.inputPerRequest())
            * prices.input());
  }

  double total() {
    return retries + longerAnswers + longerQuestions;
  }
}
