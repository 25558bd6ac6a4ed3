package io.homeostat.judge;

/** A judge gave no score; the interaction stays unscored, which is never a score of 0. */
public final class JudgeUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why there is no score; the names stand on scores as {@code unscoredReason}. */
  public enum Reason {
    /** The endpoint did not answer, or refused the request. */
    JudgeUnavailable,
    /** The endpoint answered, but never in a form that gives a score. */
    JudgeReplyUnusable,
    /** The day's requests or cost are used up. */
    JudgeBudgetSpent,
    /** The wait for the declared request rate would be longer than the timeout. */
    JudgeRateLimited,
    /** The endpoint failed too often a moment ago; it is asked again after a pause. */
    JudgeBreakerOpen
  }

  public JudgeUnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why there is no score. */
  public Reason reason() {
    return reason;
  }
}
