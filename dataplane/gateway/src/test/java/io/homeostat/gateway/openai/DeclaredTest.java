package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredTest {
  private static final String QUESTION = "{\"role\":\"user\",\"content\":\"q\"}";

  @Test
  void documentsAndWhatToolsGaveInThisTurnAreTheContext() throws Exception {
    assertThat(
            evidence(
                    Endpoint.CHAT,
                    """
                    "documents":["one",{"title":"t","text":"two"},{"content":" "},7],
                    "metadata":{"context":"zero"},
                    "messages":[{"role":"user","content":"before"},{"role":"tool","content":"old"},
                      {"role":"user","content":"now"},{"role":"tool","content":[{"type":"text","text":"three"}]}]
                    """)
                .context())
        .containsExactly("zero", "one", "two", "three");
  }

  @Test
  void functionsAndCallsAreReadAlikeFromBothApis() throws Exception {
    String schema = "{\"type\":\"object\",\"required\":[\"to\"]}";
    List<Interaction.Tool> chat =
        evidence(
                Endpoint.CHAT,
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"mail\",\"parameters\":%s}}],\"messages\":[%s]"
                    .formatted(schema, QUESTION))
            .tools();
    List<Interaction.Tool> responses =
        evidence(
                Endpoint.RESPONSES,
                "\"tools\":[{\"type\":\"function\",\"name\":\"mail\",\"parameters\":%s},{\"type\":\"web_search\"}],\"input\":\"q\""
                    .formatted(schema))
            .tools();
    assertThat(chat)
        .containsExactly(new Interaction.Tool("mail", Json.MAPPER.readTree(schema)))
        .isEqualTo(responses);
  }

  @Test
  void theDemandedSchemaIsFoundWhereEachApiHasIt() throws Exception {
    for (String format :
        List.of(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}}",
            "\"response_format\":{\"type\":\"json_object\"}",
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}",
            "\"guided_json\":{\"type\":\"object\"}",
            "\"structured_outputs\":{\"json\":{\"type\":\"object\"}}")) {
      assertThat(
              evidence(Endpoint.CHAT, format + ",\"messages\":[" + QUESTION + "]").responseSchema())
          .as(format)
          .hasToString("{\"type\":\"object\"}");
    }
    String text = "\"response_format\":{\"type\":\"text\"},\"messages\":[" + QUESTION + "]";
    assertThat(evidence(Endpoint.CHAT, text).isEmpty()).isTrue();
  }

  @Test
  void tagsThatAreNoneAreLeftOutAndTheirNumberIsBounded() {
    assertThat(Declared.tags("region=eu, tier = gold,broken,=x,a b=c,mail=ada@example.org"))
        .isEqualTo(Map.of("region", "eu", "tier", "gold"));
    assertThat(Declared.tags("a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1")).hasSize(8);
    assertThat(Declared.tags("")).isNull();
    assertThat(Declared.tags("a=1,".repeat(1_000))).isNull();
  }

  private static Interaction.Evidence evidence(Endpoint endpoint, String fields) throws Exception {
    String body = "{\"model\":\"support\",%s}".formatted(fields);
    return CompletionRequest.parse(endpoint, body.getBytes(StandardCharsets.UTF_8))
        .declared()
        .evidence(null);
  }
}
