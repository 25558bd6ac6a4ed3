package io.homeostat.monitor.detection;

import java.util.Arrays;

/** What happens to a service halfway, and what a monitor should say about it. */
public enum Scenario {
  /** Another prompt is released and answers worse. */
  RELEASE("sudden drop with a release", "Release") {
    @Override
    void change(Circumstances now, double progress) {
      now.release = Circumstances.SECOND;
      Arrays.fill(now.right, 0.3);
    }
  },
  /** Every capability gets worse little by little. */
  SLOW("slow drift", "Unknown") {
    @Override
    void change(Circumstances now, double progress) {
      Arrays.fill(now.right, 0.9 - 0.6 * progress);
    }
  },
  /** One capability gets worse, and nothing that is recorded says why. */
  ONE_CAPABILITY("one capability of all", "Unknown") {
    @Override
    void change(Circumstances now, double progress) {
      now.right[0] = 0.3;
    }
  },
  /** One capability's right answers are others now; half of the wrong ones are corrected. */
  EXPECTED_ANSWERS("expected answers changed", "ExpectedAnswers") {
    @Override
    void change(Circumstances now, double progress) {
      now.right[0] = 0.4;
      now.corrected = 0.5;
    }
  },
  /** Questions in the weak language come more often, while an equal release is promoted. */
  MIX("mix shift, with an innocent release", "InputMix") {
    @Override
    void change(Circumstances now, double progress) {
      now.release = Circumstances.SECOND;
      now.weakLanguage = 0.7;
    }
  },
  /** Long questions come more often; an equal release was promoted before. */
  LONGER_QUESTIONS("hidden mix shift, seen by length", "InputShift") {
    @Override
    void change(Circumstances now, double progress) {
      now.longQuestions = 0.7;
    }

    @Override
    boolean innocentRelease() {
      return true;
    }
  },
  /** Hard questions come that look like the others; an equal release was promoted before. */
  HARDER_QUESTIONS("hidden mix shift, seen by nothing", "Unknown") {
    @Override
    void change(Circumstances now, double progress) {
      now.hardQuestions = 0.7;
    }

    @Override
    boolean innocentRelease() {
      return true;
    }
  },
  /**
   * A capability that always was harder is asked for more often: none of them falls, and no stream
   * of a capability may say so, only the one over the whole service.
   */
  CAPABILITY_MIX("capability mix shift: no capability falls", "InputMix", "Mix") {
    @Override
    void always(Circumstances now) {
      now.right[0] = 0.5;
    }

    @Override
    void change(Circumstances now, double progress) {
      now.shares[0] = 4d * now.shares.length;
    }
  },
  /** The judge rates the same answers lower; its labelled items show it at the next calibration. */
  JUDGE("judge change", "Judge") {
    @Override
    void change(Circumstances now, double progress) {
      now.judgeFall = Circumstances.JUDGE_FALL;
    }
  },
  /** Half of the answers is cut off. */
  TRUNCATION("upstream truncation", "Upstream") {
    @Override
    void change(Circumstances now, double progress) {
      now.truncated = 0.5;
    }
  },
  /** Answers come three times as late and are as good as before. */
  LATENCY("latency only", "Upstream", "Latency") {
    @Override
    void change(Circumstances now, double progress) {
      now.latencyMillis = 3_000;
    }
  },
  /** Evenings are a little worse than mornings, before and after. */
  DAILY_CYCLE("daily cycle without change", null) {
    @Override
    void change(Circumstances now, double progress) {}

    @Override
    public double dailySwing() {
      return 0.03;
    }
  };

  private final String title;
  private final String cause;
  private final String signal;

  Scenario(String title, String cause) {
    this(title, cause, "Quality");
  }

  Scenario(String title, String cause, String signal) {
    this.title = title;
    this.cause = cause;
    this.signal = signal;
  }

  /** In the words of the table. */
  public String title() {
    return title;
  }

  /** The cause that should be named; null when nothing should be said. */
  public String cause() {
    return cause;
  }

  /** The signal whose streams fall. */
  public String signal() {
    return signal;
  }

  /**
   * Changes what is so from the change on.
   *
   * @param progress from 0 at the change to 1 at the end
   */
  abstract void change(Circumstances now, double progress);

  /** Says what is so before the change and after. */
  void always(Circumstances now) {}

  /** Whether an equal release is promoted shortly before the change. */
  boolean innocentRelease() {
    return false;
  }

  /** How far the share of right answers swings over a day. */
  public double dailySwing() {
    return 0;
  }
}
