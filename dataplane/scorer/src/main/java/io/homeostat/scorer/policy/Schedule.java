package io.homeostat.scorer.policy;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeVerdict;

/**
 * When a judge is calibrated again: on its schedule, but soon while it does not answer.
 *
 * @param attempts calibrations in a row before this one that the judge did not answer
 */
record Schedule(JudgeSpec.Calibration calibration, int attempts) {
  private static final int DEFAULT_REPEAT_SECONDS = 86_400;
  private static final long FIRST_MILLIS = 15_000;
  private static final long LONGEST_MILLIS = 300_000;

  long pauseMillis(JudgeVerdict verdict) {
    long repeat =
        1000L
            * (calibration.repeatSeconds() == null
                ? DEFAULT_REPEAT_SECONDS
                : calibration.repeatSeconds());
    long retry = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempts, 10));
    return answered(verdict) ? repeat : Math.min(repeat, retry);
  }

  int attempts(JudgeVerdict verdict) {
    return answered(verdict) ? 0 : attempts + 1;
  }

  private static boolean answered(JudgeVerdict verdict) {
    return verdict.unscored() == 0 || verdict.kappa() != null;
  }
}
