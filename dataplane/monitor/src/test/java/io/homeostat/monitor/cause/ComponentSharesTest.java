package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.ReleaseParts;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The candidate changes prompt and adapter; the prompt alone takes .4 of the right answers, the
 * adapter alone .1, and both .6. A wrong answer is worth .125 on average.
 */
class ComponentSharesTest {
  private static final String PROMPT_ALONE = "desk-prompt0000";
  private static final String ADAPTER_ALONE = "desk-adapter000";
  private static final double WORTH = 0.875;

  private final World world =
      new World(
          Toy.definitions(
              Variants.made(
                  new ReleaseParts(
                      Map.of(
                          Toy.STABLE,
                          Map.of("prompt", "p1", "adapter", "a1", "model", "m"),
                          Toy.CANDIDATE,
                          Map.of("prompt", "p2", "adapter", "a2", "model", "m"),
                          PROMPT_ALONE,
                          Map.of("prompt", "p2", "adapter", "a1", "model", "m"),
                          ADAPTER_ALONE,
                          Map.of("prompt", "p1", "adapter", "a2", "model", "m"))),
                  Toy.service(List.of(Toy.monitor(Signal.QUALITY)), PlanWeights.UNKNOWN))));
  private final Traffic traffic = new Traffic(5);

  private void feed(int sessions) {
    traffic.sessions(sessions).forEach(world::take);
  }

  private DriftVerdict.Stream date() {
    return world.stream("date", "Quality");
  }

  private void released() {
    traffic.by(Toy.CANDIDATE, "Stable", 4).right(0.35, 0.9);
    feed(150);
    assertThat(date().cause()).isEqualTo("Release");
  }

  private double share(String part) {
    Matcher found = Pattern.compile(part + " ([+-]0\\.\\d+)").matcher(date().causeEvidence());
    assertThat(found.find()).as(date().causeEvidence()).isTrue();
    return Double.parseDouble(found.group(1));
  }

  @Test
  void partsThatAnsweredAloneShareTheDrop() {
    feed(400);
    traffic.by(PROMPT_ALONE, "Candidate", 2).right(0.55, 0.9);
    feed(400);
    traffic.by(ADAPTER_ALONE, "Shadow", 3).right(0.85, 0.9);
    feed(400);
    released();
    feed(300);

    assertThat(date().causeEvidence())
        .contains("(changed adapter, prompt together)", "of the means");
    // orders: .4 first or .5 after the adapter; .1 first or .2 after the prompt
    assertThat(share("prompt")).isCloseTo(-0.45 * WORTH, within(0.08));
    assertThat(share("adapter")).isCloseTo(-0.15 * WORTH, within(0.08));
  }

  @Test
  void partsThatNeverAnsweredAloneAreConfounded() {
    feed(400);
    traffic.by(PROMPT_ALONE, "Candidate", 2).right(0.55, 0.9);
    feed(400);
    released();
    assertThat(date().causeEvidence()).contains("adapter and prompt cannot be told apart");
    feed(300);
    assertThat(date().causeEvidence())
        .contains("cannot be told apart: fewer than 100 answers with adapter")
        .doesNotContain("of the means");
  }

  @Test
  void sharesTakeThePlaceOfTheConfoundedPartsOnceThereAreAnswers() {
    feed(400);
    traffic.by(PROMPT_ALONE, "Candidate", 2).right(0.55, 0.9);
    feed(400);
    released();
    traffic.by(ADAPTER_ALONE, "Shadow", 5).right(0.85, 0.9);
    feed(300);
    traffic.by(Toy.CANDIDATE, "Stable", 4).right(0.35, 0.9);
    feed(300);
    assertThat(date().causeEvidence()).contains("of the means").doesNotContain("told apart");
  }
}
