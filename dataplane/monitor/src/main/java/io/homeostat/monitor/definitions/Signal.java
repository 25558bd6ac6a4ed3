package io.homeostat.monitor.definitions;

/** What a drift stream or a canary metric measures; higher is better. */
public enum Signal {
  /** Mean composite score of a session. */
  QUALITY("Quality"),
  /** One minus the share of a session's interactions without a usable answer. */
  ERRORS("Errors");

  private final String metric;

  Signal(String metric) {
    this.metric = metric;
  }

  /** The name in the API. */
  public String metric() {
    return metric;
  }

  /**
   * The signal of a name.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Signal of(String metric) {
    for (Signal signal : values()) {
      if (signal.metric.equals(metric)) {
        return signal;
      }
    }
    throw new IllegalArgumentException(
        "metric must be Quality or Errors, found '%s'".formatted(metric));
  }
}
