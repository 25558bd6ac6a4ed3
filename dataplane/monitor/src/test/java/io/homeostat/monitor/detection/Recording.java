package io.homeostat.monitor.detection;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The records of one scenario in the order of their arrival: interactions of one turn, {@value
 * #BURST} together every twelve minutes, of capabilities that are equally frequent unless the
 * scenario says otherwise. The same seed gives the same records.
 *
 * @param before interactions before the change
 * @param after interactions since the change
 */
public record Recording(Scenario scenario, int capabilities, int before, int after, long seed) {
  /** Time between two bursts. */
  public static final long GAP_MILLIS = 720_000;

  /** Interactions that come within a second. */
  public static final int BURST = 6;

  private static final int INNOCENT = 50;
  private static final int ITEMS = 60;
  private static final int SOURCES = 6;
  private static final long DAY_MILLIS = 86_400_000;

  /** One record; of score, correction and judge, what is there, in this order. */
  public record Event(JudgeVerdict judge, Score score, Feedback correction) {}

  /** Name of a capability. */
  public static String capability(int number) {
    return "capability-" + number;
  }

  /** When the change happens. */
  public long changeMillis() {
    return at(before);
  }

  /** Interactions from the change until a moment after it. */
  public int interactionsSinceChange(long millis) {
    int index = before;
    while (index < before + after && at(index) <= millis) {
      index++;
    }
    return index - before;
  }

  /** All records. */
  public List<Event> events() {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    events.add(new Event(judge(Toy.START, 0), null, null));
    int judgedAgain = before + after / 2;
    for (int i = 0; i < before + after; i++) {
      Circumstances now = circumstances(i);
      boolean known = now.judgeFall > 0 && i >= judgedAgain;
      if (known && i == judgedAgain) {
        events.add(new Event(judge(at(i), -Circumstances.JUDGE_FALL), null, null));
      }
      events.add(event(i, now, known, random));
    }
    return events;
  }

  private static long at(int index) {
    return Toy.START + (1 + index / BURST) * GAP_MILLIS + index % BURST * 100L;
  }

  private Circumstances circumstances(int index) {
    Circumstances now = new Circumstances(capabilities);
    double swing = scenario.dailySwing() * Math.sin(2 * Math.PI * at(index) / (double) DAY_MILLIS);
    for (int c = 0; c < capabilities; c++) {
      now.right[c] += swing;
    }
    scenario.always(now);
    if (scenario.innocentRelease() && index >= before - INNOCENT * capabilities) {
      now.release = Circumstances.SECOND;
    }
    if (index >= before) {
      scenario.change(now, (index - before) / (double) after);
    }
    return now;
  }

  /** One question and how it was answered. */
  private record Draw(
      int capability, String language, boolean longer, boolean correct, boolean failed) {
    static Draw of(Circumstances now, Random random) {
      int capability = now.capability(random.nextDouble());
      boolean weak = random.nextDouble() < now.weakLanguage;
      boolean longer = random.nextDouble() < now.longQuestions;
      boolean hard = random.nextDouble() < now.hardQuestions;
      double right = weak || longer || hard ? 0.1 : now.right[capability];
      return new Draw(
          capability,
          weak ? "fr" : random.nextDouble() < 0.8 ? "en" : "de",
          longer,
          random.nextDouble() < right,
          random.nextDouble() < now.truncated);
    }

    double value(double judgeFall, Random random) {
      double level = correct ? random.nextDouble() < 0.7 ? 1 : 0.75 : 0.25 * random.nextInt(3);
      return failed ? 0 : Math.max(0, level - judgeFall);
    }

    int promptTokens(Random random) {
      return longer ? 300 + random.nextInt(200) : 35 + random.nextInt(20);
    }
  }

  private Event event(int index, Circumstances now, boolean judgeKnownBad, Random random) {
    Draw draw = Draw.of(now, random);
    Score score = score(index, now, draw, judgeKnownBad, random);
    boolean corrects = !draw.failed() && !draw.correct() && random.nextDouble() < now.corrected;
    return new Event(
        null,
        score,
        corrects
            ? Toy.correction(
                score.interactionId(), "desk-" + index % SOURCES, at(index) + 900, "no " + index)
            : null);
  }

  private Score score(
      int index, Circumstances now, Draw draw, boolean judgeKnownBad, Random random) {
    String id = scenario.name() + "-" + index;
    double value = draw.value(now.judgeFall, random);
    return new Score(
        EventCodec.SCHEMA_VERSION,
        id,
        "chatcmpl-" + id,
        Toy.SERVICE,
        now.release,
        "Stable",
        1,
        "session-" + index,
        capability(draw.capability()),
        at(index),
        Toy.SET,
        draw.failed() ? Map.of() : Map.of("judge", value),
        value,
        null,
        draw.failed(),
        !judgeKnownBad,
        draw.failed() ? null : "digest-of-" + id,
        null,
        new Score.Measures(
            now.latencyMillis + random.nextInt(500), null, null, draw.promptTokens(random), 40),
        details(draw, random));
  }

  private static Score.Details details(Draw draw, Random random) {
    return new Score.Details(
        null,
        null,
        draw.failed() ? "Truncated" : null,
        Map.of("language", draw.language(), "client", "desk-" + random.nextInt(3)),
        1d,
        null,
        null,
        null,
        null);
  }

  private static JudgeVerdict judge(long atMillis, double bias) {
    return ToyJudge.says(bias == 0, atMillis, bias, ITEMS);
  }
}
