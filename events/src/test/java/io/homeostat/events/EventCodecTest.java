package io.homeostat.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final Score SCORE =
      new Score(
          1,
          "i1",
          "r1",
          "ns/support",
          "support-0123456789",
          "Stable",
          3,
          "s",
          "date",
          5L,
          "set",
          Map.of("judge", 1.0),
          1.0,
          null,
          false,
          true,
          "ab");

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    assertThat(EventCodec.decode(EventCodec.encode(SCORE), Score.class)).isEqualTo(SCORE);
  }

  @Test
  void aVerdictIsReadBackAsItsOwnType() throws Exception {
    Verdict verdict =
        new JudgeVerdict(
            1,
            "ns/j",
            "u",
            "ns/j",
            7,
            "d",
            true,
            .9,
            .8,
            .0,
            60,
            0,
            "Calibrated",
            "ok",
            .01,
            List.of(new JudgeVerdict.Dimension("correctness", .9, .8, .95, .0, .01, true)),
            new JudgeVerdict.Drift(false, "correctness", -.1, .2, 5),
            new JudgeVerdict.Frozen("inputs", 5, Map.of("correctness", "315")),
            new JudgeUsage("2026-11-21", Map.of("scorer-1", new JudgeUsage.Spent(7, .25))));
    assertThat(EventCodec.decode(EventCodec.encode(verdict), Verdict.class)).isEqualTo(verdict);
    assertThat(verdict.key()).isEqualTo("ns/j|Judge|ns/j");
  }

  @Test
  void detailsOfAScoreAreReadBack() throws Exception {
    Score.Details details =
        new Score.Details(
            Map.of("lexical", "NoReference"),
            "Client",
            "Truncated",
            Map.of("client", "desk-1", "language", "en"),
            .25,
            12,
            40,
            List.of(.5, -.25),
            List.of(0d));
    Score detailed =
        new Score(
            1,
            "i1",
            "r1",
            "ns/support",
            "support-0123456789",
            "Stable",
            3,
            "s",
            "date",
            5L,
            "set",
            Map.of(),
            0d,
            null,
            true,
            true,
            "ab",
            null,
            null,
            details);
    assertThat(EventCodec.decode(EventCodec.encode(detailed), Score.class)).isEqualTo(detailed);
    assertThat(new String(EventCodec.encode(SCORE), StandardCharsets.UTF_8))
        .contains("\"details\":{}");
  }

  @Test
  void aCanaryVerdictIsReadBackWithAllItsEvidence() throws Exception {
    var threshold = new CanaryVerdict.Threshold("Breach", .1, .07, .14, .05, 300);
    var metric =
        new CanaryVerdict.Metric(
            "ttft",
            "TimeToFirstToken",
            "date",
            "Threshold",
            null,
            null,
            null,
            null,
            null,
            0,
            true,
            850d,
            threshold,
            new CanaryVerdict.Outlook(.04, 900L, true));
    CanaryVerdict verdict =
        new CanaryVerdict(
            1,
            "ns/c",
            "u",
            "ns/s",
            7,
            "f",
            "d",
            "RollBack",
            "Breach",
            "words",
            300,
            310,
            List.of(metric),
            new CanaryVerdict.Trust(.01, .02, .3, .004, 12),
            List.of(new CanaryVerdict.ServiceChange("Latency", .05, .2, .1, .3, true)),
            1_700_000_000_000L);
    assertThat(EventCodec.decode(EventCodec.encode(verdict), Verdict.class)).isEqualTo(verdict);
  }

  @Test
  void recordsOfBeforeHaveNoPairNoMeasuresAndNoTrust() throws Exception {
    Score score =
        EventCodec.decode("{\"schemaVersion\":1}".getBytes(StandardCharsets.UTF_8), Score.class);
    assertThat(score.pair()).isNull();
    assertThat(score.measures()).isNull();
    assertThat(score.details()).isEqualTo(Score.Details.NONE);
    CanaryVerdict verdict =
        EventCodec.decode(
            "{\"type\":\"Canary\",\"schemaVersion\":1,\"metrics\":[{\"name\":\"q\"}]}"
                .getBytes(StandardCharsets.UTF_8),
            CanaryVerdict.class);
    assertThat(verdict.trust()).isNull();
    assertThat(verdict.metrics().getFirst().breach()).isNull();
  }

  @Test
  void fieldsOfALaterReleaseAreIgnored() throws Exception {
    byte[] json =
        "{\"schemaVersion\":1,\"role\":\"user\",\"id\":\"x\",\"later\":1}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decode(json, Feedback.class).id()).isEqualTo("x");
  }

  @Test
  void poisonIsNamedWithoutItsContent() {
    for (String poison :
        List.of(
            "",
            "secret",
            "[]",
            "{}",
            "{\"schemaVersion\":99}",
            "null",
            "{\"schemaVersion\":1,\"parts\":3}")) {
      assertThatThrownBy(
              () -> EventCodec.decode(poison.getBytes(StandardCharsets.UTF_8), Score.class))
          .isInstanceOf(MalformedEventException.class)
          .hasMessageStartingWith("expected a Score")
          .hasMessageNotContaining("secret");
    }
    assertThatThrownBy(() -> EventCodec.decode(null, Score.class))
        .isInstanceOf(MalformedEventException.class);
  }

  @Test
  void everyRecordOfAServiceLiesOnOnePartition() {
    int expected = Topics.partition(Topics.key("ns/support", "a"), 12);
    assertThat(List.of("b", "c", "Drift|x"))
        .allSatisfy(
            rest ->
                assertThat(Topics.partition(Topics.key("ns/support", rest), 12))
                    .isEqualTo(expected));
  }
}
