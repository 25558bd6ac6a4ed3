package io.homeostat.monitor;

import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.RescoringVerdict;
import java.util.List;
import java.util.Map;

/** The judge of the service of {@link Toy}. */
public final class ToyJudge {
  /** A judge that agrees with its labels but scores its items otherwise than at first. */
  public static JudgeVerdict drifted() {
    return says(
        true,
        Toy.START,
        0,
        60,
        List.of(),
        new JudgeVerdict.Drift(true, "correctness", -0.3, 0.0001, Toy.START));
  }

  /** A judge of which every dimension is calibrated by itself, or is not. */
  public static JudgeVerdict of(boolean calibrated, Map<String, Boolean> dimensions) {
    return says(
        calibrated,
        Toy.START,
        0,
        60,
        dimensions.entrySet().stream()
            .map(
                one ->
                    new JudgeVerdict.Dimension(
                        one.getKey(), 0.8, 0.7, 0.9, 0d, null, one.getValue()))
            .toList(),
        null);
  }

  /** What the scorer says about it. */
  public static JudgeVerdict says(boolean calibrated) {
    return says(calibrated, Toy.START, 0, 60);
  }

  /** What it says at another time. */
  public static JudgeVerdict says(boolean calibrated, long atMillis, double bias, int items) {
    return says(calibrated, atMillis, bias, items, List.of(), null);
  }

  private static JudgeVerdict says(
      boolean calibrated,
      long atMillis,
      double bias,
      int items,
      List<JudgeVerdict.Dimension> dimensions,
      JudgeVerdict.Drift drift) {
    return new JudgeVerdict(
        EventCodec.SCHEMA_VERSION,
        "support/judge",
        "uid-judge",
        "support/judge",
        atMillis,
        "digest",
        calibrated,
        0.9,
        0.8,
        bias,
        items,
        0,
        "",
        "",
        null,
        dimensions,
        drift,
        null,
        null);
  }

  /**
   * What it says of stored answers of a drift of dates: its part fell by .75.
   *
   * @param part how much of that it explains, give or take .05
   */
  public static RescoringVerdict saysAgain(String capability, long sinceMillis, double part) {
    return new RescoringVerdict(
        EventCodec.SCHEMA_VERSION,
        "support/desk-drift",
        "uid-drift",
        Toy.SERVICE,
        sinceMillis + 60_000,
        "support/judge",
        "digest",
        capability,
        sinceMillis,
        new RescoringVerdict.Sample(120, 0.95, 0.95 - part),
        new RescoringVerdict.Sample(60, 0.2, 0.2),
        part,
        part - 0.05,
        part + 0.05);
  }

  private ToyJudge() {}
}
