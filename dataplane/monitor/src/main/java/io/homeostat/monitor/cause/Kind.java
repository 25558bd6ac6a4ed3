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
  /** How often which known kind is asked. */
  MIX,
  /** Anything else: only a release that changed at the same time is named. */
  OTHER;

  static Kind of(String signal) {
    int slash = signal.indexOf('/');
    return switch (slash < 0 ? signal : signal.substring(0, slash)) {
      case "Quality", "Score" -> QUALITY;
      case "Errors" -> FAILURES;
      case "Latency", "TimeToFirstToken", "InterToken" -> SPEED;
      case "InputTokens", "InputLength", "InputEmbedding" -> QUESTIONS;
      case "Mix", "Language" -> MIX;
      default -> OTHER;
    };
  }
}
