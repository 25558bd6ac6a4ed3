package io.homeostat.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.gateway.openai.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent is taken or refused in words; nothing else may come of it. */
class IngestFuzzTest {
  private static final String CALL =
      """
      {"gen_ai.operation.name":"chat","gen_ai.request.model":"support","gen_ai.usage.input_tokens":3,
       "gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"Hi"}]}],
       "gen_ai.output.messages":"[{\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hello\\"}]}]",
       "events":{"gen_ai.choice":{"message":{"content":"x"}},
                 "gen_ai.evaluation.result":{"gen_ai.evaluation.name":"n","gen_ai.evaluation.score.value":0.5}}}
      """;

  @Property(tries = 400)
  void brokenExportsAreRefusedOrTakenInPart(
      @ForAll("damaged") byte[] body, @ForAll OtlpFormat format) {
    for (int path = 0; path < 2; path++) {
      try {
        Intake intake =
            path == 0
                ? Telemetry.traces(format, body, TelemetryTest.sender(null))
                : Telemetry.logs(format, body, TelemetryTest.sender("support"));
        assertThat(OtlpReply.traces(format, intake)).isNotNull();
        intake
            .interactions()
            .forEach(
                entry -> {
                  assertThat(entry.event().service()).isEqualTo("ns/support");
                  assertThat(entry.event().id()).matches("[0-9a-f]{32}-[0-9a-f]{16}");
                  assertThat(entry.event().release()).matches("[\\x21-\\x7e]{1,200}");
                  assertThat(entry.event().session()).matches("[0-9a-f]{32}");
                });
        intake
            .scores()
            .forEach(
                entry ->
                    assertThat(entry.event().scores().values())
                        .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0)));
      } catch (IOException e) {
        // the server answers 400
      }
    }
  }

  @Property(tries = 200)
  void brokenListsOfScoresAreRefusedInWords(@ForAll String body) {
    try {
      ScoreList.read(body.getBytes(StandardCharsets.UTF_8), TelemetryTest.sender("support"));
    } catch (ApiException e) {
      assertThat(e.error().status()).isEqualTo(400);
      assertThat(e.error().message()).startsWith("expected");
    }
  }

  /** A good export in one of both formats with some bytes changed, left out or cut off. */
  @Provide
  Arbitrary<byte[]> damaged() throws IOException {
    String json = Spans.json(CALL, TelemetryTest.NOW - 10, TelemetryTest.NOW);
    Arbitrary<byte[]> good =
        Arbitraries.of(json.getBytes(StandardCharsets.UTF_8), Spans.protobuf(json));
    return Combinators.combine(
            good,
            Arbitraries.integers().between(0, 100_000).list().ofMaxSize(12),
            Arbitraries.bytes(),
            Arbitraries.integers().between(0, 4))
        .as(
            (bytes, places, value, cut) -> {
              byte[] changed = bytes.clone();
              places.forEach(place -> changed[place % changed.length] = (byte) (value + place));
              int length = cut == 0 ? changed.length / 2 : changed.length;
              return java.util.Arrays.copyOf(changed, length);
            });
  }
}
