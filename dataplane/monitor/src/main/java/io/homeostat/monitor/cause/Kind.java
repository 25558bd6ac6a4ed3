package io.homeostat.monitor.cause;

/** What a signal is about, which says where its cause is looked for. */
enum Kind {
  /** How good the answers are. */
  QUALITY,
  /** Whether there are answers. */
  FAILURES,
  /** How fast they come. */
  SPEED,
  /** What is asked. */
  QUESTIONS,
  /** Anything else: only a release that changed at the same time is named. */
  OTHER;

  static Kind of(String signal) {
    int slash = signal.indexOf('/');
    return switch (slash < 0 ? signal : signal.substring(0, slash)) {
      case "Quality", "Score" -> QUALITY;
      case "Errors" -> FAILURES;
      case "Latency", "TimeToFirstToken", "InterToken" -> SPEED;
      case "InputTokens" -> QUESTIONS;
      default -> OTHER;
    };
  }
}
