package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Signals of what is asked and answered fall when their own distribution changes, and only then.
 */
class DistributionSignalsTest extends DrivenTopology {
  private static final int LEARN = 900;

  private final Asked asked = new Asked(31);
  private final Drifts drifts = new Drifts();

  private static Signal of(SignalMetric metric) {
    return new Signal(metric, null);
  }

  private void watch(SignalMetric... metrics) throws Exception {
    List<Signal> signals = new ArrayList<>(List.of(Signal.QUALITY, Signal.ERRORS));
    Arrays.stream(metrics).map(DistributionSignalsTest::of).forEach(signals::add);
    watch(Toy.monitor(signals.toArray(Signal[]::new)));
  }

  private void watch(MonitorDefinition monitor) throws Exception {
    definitions = Toy.definitions(Toy.service(List.of(monitor), PlanWeights.UNKNOWN));
    judge(true);
    feed(LEARN);
    assertThat(drifts.begun()).isEmpty();
  }

  private void feed(int sessions) throws Exception {
    asked.sessions(sessions).forEach(this::send);
    for (Verdict verdict : said()) {
      if (verdict instanceof DriftVerdict drift) {
        drifts.take(drift);
      }
    }
  }

  private DriftVerdict.Stream stream(String name) {
    return drifts.last().streams().stream()
        .filter(stream -> Drifts.name(stream).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> drifting(String metric) {
    return drifts.last().streams().stream()
        .filter(stream -> stream.signal().equals(metric) && stream.state().equals("Drifting"))
        .map(DriftVerdict.Stream::cause)
        .collect(Collectors.toSet());
  }

  @Test
  void shiftBetweenCapabilitiesIsOneAlarmOfInputMixEvenWhileAnInnocentReleaseIsPromoted()
      throws Exception {
    watch(SignalMetric.MIX);
    assertThat(stream("*/Mix").state()).isEqualTo("Watching");
    assertThat(stream("*/Mix").baseline()).isCloseTo(0.5, within(0.1));
    asked.dates = 0.95;
    asked.release = Toy.CANDIDATE;
    feed(400);
    assertThat(drifts.begun()).containsExactly("*/Mix");
    DriftVerdict.Stream mix = stream("*/Mix");
    assertThat(mix.cause()).isEqualTo("InputMix");
    assertThat(mix.causeEvidence()).contains("'date' went from").contains("of the latest 50");
    asked.dates = 0.5;
    feed(1_000);
    assertThat(stream("*/Mix").state()).isEqualTo("Watching");
    assertThat(drifts.begun()).containsExactly("*/Mix");
  }

  @Test
  void mixIsJudgedTogetherWithTheOthers() throws Exception {
    MonitorDefinition monitor = Toy.monitor(Signal.QUALITY, of(SignalMetric.MIX));
    watch(Variants.promising(monitor, new FalseDiscoveries(5, 86_400_000)));
    asked.dates = 0.95;
    feed(400);
    assertThat(drifts.begun()).containsExactly("*/Mix");
  }

  @Test
  void otherLanguagesAreADriftOfLanguageAlone() throws Exception {
    watch(SignalMetric.LANGUAGE, SignalMetric.MIX);
    asked.german = 0.95;
    feed(500);
    assertThat(drifts.begun()).containsExactlyInAnyOrder("date/Language", "units/Language");
    assertThat(drifting("Language")).containsExactly("InputMix");
    assertThat(stream("date/Language").causeEvidence()).startsWith("'de' went from");
  }

  @Test
  void questionsOfOtherMeaningAreAnInputShift() throws Exception {
    watch(SignalMetric.INPUT_EMBEDDING, SignalMetric.ANSWER_EMBEDDING);
    asked.inputPlace = 0.25;
    feed(250);
    assertThat(drifts.begun())
        .containsExactlyInAnyOrder("date/InputEmbedding", "units/InputEmbedding");
    assertThat(drifting("InputEmbedding")).containsExactly("InputShift");
    assertThat(stream("date/InputEmbedding").causeEvidence())
        .contains("lie elsewhere than the first")
        .contains("p = 0.001 by 999 permutations");
  }

  @Test
  void answersOfOtherMeaningAreOfTheReleaseThatBegan() throws Exception {
    watch(SignalMetric.INPUT_EMBEDDING, SignalMetric.ANSWER_EMBEDDING);
    asked.answerPlace = 0.25;
    asked.release = Toy.CANDIDATE;
    feed(250);
    assertThat(drifts.begun())
        .containsExactlyInAnyOrder("date/AnswerEmbedding", "units/AnswerEmbedding");
    assertThat(drifting("AnswerEmbedding")).containsExactly("Release");
  }

  @Test
  void shorterAnswersAreADriftOfTheirLengthAlone() throws Exception {
    watch(SignalMetric.INPUT_LENGTH, SignalMetric.ANSWER_LENGTH);
    DriftVerdict.Stream before = stream("date/AnswerLength");
    assertThat(before.threshold()).as("97.5th percentile").isBetween(650d, 1_300d);
    assertThat(before.shown().lowerThreshold()).as("2.5th percentile").isBetween(100d, 250d);
    assertThat(before.shown().p50()).isBetween(350d, 460d);
    assertThat(before.shown().p95()).isBetween(650d, 1_000d);
    assertThat(before.shown().p99()).as("fewer than 1,000 answers").isNull();
    asked.answerLength = 150;
    feed(120);
    assertThat(drifts.begun()).containsExactlyInAnyOrder("date/AnswerLength", "units/AnswerLength");
  }
}
