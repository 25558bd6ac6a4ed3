package io.homeostat.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.events.Interaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void argumentsOfCallsStayJsonAndBrokenOnesAreRedactedAsText() throws Exception {
    Interaction.Evidence evidence =
        redacted(
            new Interaction.Evidence(
                List.of("Ask ada@example.org"),
                List.of(
                    new Interaction.Tool(
                        "mail",
                        JSON.readTree("{\"enum\":[\"ada@example.org\"],\"maxLength\":20}"))),
                List.of(
                    new Interaction.ToolCall(
                        "mail",
                        "{\"to\":\"ada@example.org\",\"card\":4111111111111111,\"n\":1.50}"),
                    new Interaction.ToolCall("mail", "{\"to\": ada@example.org")),
                JSON.readTree("{\"const\":\"ada@example.org\"}")));
    assertThat(evidence.context()).containsExactly("Ask [EMAIL]");
    assertThat(evidence.tools().getFirst().parameters())
        .hasToString("{\"enum\":[\"[EMAIL]\"],\"maxLength\":20}");
    assertThat(evidence.toolCalls())
        .extracting(Interaction.ToolCall::arguments)
        .containsExactly("{\"to\":\"[EMAIL]\",\"card\":\"[CARD]\",\"n\":1.50}", "{\"to\": [EMAIL]");
    assertThat(evidence.responseSchema()).hasToString("{\"const\":\"[EMAIL]\"}");
  }

  private static Interaction.Evidence redacted(Interaction.Evidence evidence) {
    Interaction given =
        new Interaction(
            1,
            "i",
            null,
            1,
            "ns/s",
            "r",
            "Stable",
            "r",
            1,
            "s",
            "desk",
            null,
            null,
            null,
            null,
            false,
            200,
            null,
            null,
            1,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            Interaction.GATEWAY,
            null,
            null,
            null,
            evidence);
    return Redaction.of(given).evidence();
  }
}
