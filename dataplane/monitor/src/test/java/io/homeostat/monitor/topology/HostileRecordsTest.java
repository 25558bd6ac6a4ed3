package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DeadLetter;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Topics;
import io.homeostat.monitor.Toy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of records that nobody of ours would write. */
class HostileRecordsTest extends DrivenTopology {
  @Test
  void poisonGoesToTheDeadLettersWithTheReasonAndTheStreamGoesOn() throws Exception {
    send(Toy.SERVICE + "|x", "{not json".getBytes(StandardCharsets.UTF_8), Toy.START);
    send(Toy.SERVICE + "|y", null, Toy.START);
    send(null, EventCodec.encode(Toy.score("1", "s", "date", Toy.START, 1)), Toy.START);
    feedback.pipeInput(Toy.SERVICE + "|z", new byte[] {0, 1, 2});
    List<TestRecord<String, byte[]>> buried = letters.readRecordsToList();
    assertThat(buried).hasSize(4);
    DeadLetter first = EventCodec.decode(buried.getFirst().value(), DeadLetter.class);
    assertThat(first.consumer()).isEqualTo("monitor");
    assertThat(first.topic()).isEqualTo(Topics.SCORES);
    assertThat(first.reason())
        .isEqualTo("expected a Score as JSON, found 9 bytes that are not (JsonParseException)");
    assertThat(
            new String(
                java.util.Base64.getDecoder().decode(first.payload()), StandardCharsets.UTF_8))
        .isEqualTo("{not json");
    send(Toy.score("1", "s", "date", Toy.START, 1));
    assertThat(said()).isNotEmpty();
    assertThat(registry.get("homeostat.monitor.dead.letters").counter().count()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"session\":\"s\";\"session\":\"\";Score.session",
        "\"session\":\"s\";\"session\":\"a b\";Score.session",
        "\"session\":\"s\";\"session\":\"\\ud800\";Score.session",
        "\"interactionId\":\"1\";\"interactionId\":null;Score.interactionId",
        "\"release\":\"desk-aaaaaaaaaa\";\"release\":null;Score.release",
        "\"role\":\"Stable\";\"role\":null;Score.role",
        "\"composite\":1.0;\"composite\":1.5;Score.composite",
        "\"composite\":1.0;\"composite\":\"NaN\";Score.composite",
        "\"timeMillis\":1700000000000;\"timeMillis\":1800000000000;Score.timeMillis",
        "\"timeMillis\":1700000000000;\"timeMillis\":-5;Score.timeMillis",
        "\"service\":\"support/desk\";\"service\":\"support/desk|other\";namespace/name",
        "\"service\":\"support/desk\";\"service\":\"support/another\";a key that begins with the"
            + " service",
        "\"schemaVersion\":1;\"schemaVersion\":99;schema version 1 to 1",
      })
  void hostileRecordIsRefusedBeforeItReachesAnyState(String right, String wrong, String reason)
      throws Exception {
    String json =
        new String(
            EventCodec.encode(Toy.score("1", "s", "date", Toy.START, 1)), StandardCharsets.UTF_8);
    assertThat(json).contains(right);
    send(
        Toy.SERVICE + "|1", json.replace(right, wrong).getBytes(StandardCharsets.UTF_8), Toy.START);
    assertThat(EventCodec.decode(letters.readValue(), DeadLetter.class).reason()).contains(reason);
    assertThat(verdicts.isEmpty()).isTrue();
    assertThat(stored()).isZero();
  }

  @Test
  void hugeIdsAreRefusedAndIdsWithSeparatorsAreKeptApart() throws Exception {
    send(Toy.score("x".repeat(100_000), "s", "date", Toy.START, 1));
    assertThat(EventCodec.decode(letters.readValue(), DeadLetter.class).reason())
        .isEqualTo(
            "expected Score.interactionId of 1 to 200 visible ASCII characters, found 100000"
                + " characters that are not");
    send(Toy.score("a", "s|due|0000000000000000|x", "date", Toy.START, 1));
    send(Toy.score("b", "s", "date", Toy.START, 1));
    send(Toy.score("c", "tick", "date", Toy.START + 60_000, 1));
    assertThat(letters.isEmpty()).isTrue();
    assertThat(registry.get("homeostat.monitor.sessions.closed").counter().count()).isEqualTo(2);
  }

  @Test
  void malformedJudgeVerdictIsCounted() {
    verdictsIn.pipeInput("support/judge|Judge|support/judge", new byte[] {1});
    verdictsIn.pipeInput("support/judge|Judge|support/judge", null);
    assertThat(registry.get("homeostat.monitor.verdicts.malformed").counter().count()).isEqualTo(1);
  }
}
