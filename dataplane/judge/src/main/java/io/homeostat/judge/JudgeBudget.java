package io.homeostat.judge;

/** What a judge may still use; asked before each request and told what the request used. */
public interface JudgeBudget {
  /** Whatever is asked for is granted and nothing is counted. */
  JudgeBudget UNLIMITED =
      new JudgeBudget() {
        @Override
        public boolean request(Purpose purpose) {
          return true;
        }

        @Override
        public void used(long promptTokens, long completionTokens) {
          // nothing is limited
        }
      };

  /** What a request is for. */
  enum Purpose {
    /** An answer of the served model; held back when the budget is spent. */
    Scoring,
    /**
     * A stored answer once more, or a summary, to explain a drift; held back when half of the
     * budget is spent.
     */
    Explanation,
    /**
     * A labelled item; counted and never held back, or a spent budget would cost the trust, too.
     */
    Calibration
  }

  /** Counts a request; false when it must not be sent. */
  boolean request(Purpose purpose);

  /** Counts the tokens of a request that was answered. */
  void used(long promptTokens, long completionTokens);
}
