package io.homeostat.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.events.Interaction.Tool;
import io.homeostat.events.Interaction.ToolCall;
import io.homeostat.scorer.Asked;
import io.homeostat.scorer.Policies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PARCEL_SCHEMA =
      """
      {"type": "object", "required": ["id"],
       "properties": {"id": {"type": "string", "pattern": "^P-[0-9]+$"}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pattern: {expression: "^[A-Z]{2}-[0-9]+$"}             | DE-17            | true
          pattern: {expression: "^[A-Z]{2}-[0-9]+$"}             | parcel DE-17     | false
          pattern: {expression: "(?i)as an ai", absent: true}     | As an AI I can't | false
          pattern: {expression: "(?i)as an ai", absent: true}     | It is done.      | true
          length: {minimum: 3, maximum: 5}                        | four             | true
          length: {minimum: 3, maximum: 5}                        | four five        | false
          length: {maximum: 2, unit: Words}                       | four five        | true
          length: {maximum: 2, unit: Words}                       | four five six    | false
          contains: {all: [Regards, total]}                       | Total 3. REGARDS | true
          contains: {all: [Regards, total]}                       | Total 3.         | false
          contains: {any: [yes, no]}                              | Yes              | true
          contains: {any: [yes, no]}                              | Maybe            | false
          contains: {none: [sorry]}                               | Sorry!           | false
          contains: {none: [sorry], caseSensitive: true}          | Sorry!           | true
          range: {minimum: "10", maximum: "20"}                   | about 15.5 km    | true
          range: {minimum: "10", maximum: "20"}                   | about 1,515 km   | false
          range: {minimum: "-3"}                                  | -4 degrees       | false
          range: {minimum: "1"}                                   | no idea          | false
          range: {pointer: /order/total, maximum: "9"}            | {"order": {"total": 8}} | true
          range: {pointer: /order/total, maximum: "9"}            | {"order": {"total": "8"}} | false
          cel: {expression: "answer.size() < 5 && question.contains('date')"} | 24   | true
          cel: {expression: "answer.size() < 5"}                  | 24 May 2029      | false
          cel: {expression: "json != null && json.items.all(i, i.price > 0)"} | {"items": [{"price": 2}]} | true
          cel: {expression: "json != null && json.items.all(i, i.price > 0)"} | {"items": [{"price": 0}]} | false
          cel: {expression: "json != null"}                       | no JSON          | false
          cel: {expression: "finishReason == 'stop' && context.size() == 0"} | x     | true
          """)
  void aCheckPassesOrFails(String check, String answer, boolean passes) {
    assertThat(found(check, Asked.answered(answer))).isEqualTo(Finding.of(passes));
  }

  @Test
  void jsonIsCheckedAgainstTheDeclaredSchema() {
    String check = "jsonSchema: {schema: '" + PARCEL_SCHEMA.replace("\n", " ") + "'}";
    assertThat(found(check, Asked.answered("{\"id\": \"P-7\"}"))).isEqualTo(Finding.of(true));
    assertThat(found(check, Asked.answered("```json\n{\"id\": \"P-7\"}\n```")))
        .isEqualTo(Finding.of(true));
    assertThat(found(check, Asked.answered("{\"id\": \"7\"}"))).isEqualTo(Finding.of(false));
    assertThat(found(check, Asked.answered("{}"))).isEqualTo(Finding.of(false));
    assertThat(found(check, Asked.answered("{\"id\": \"P-7\"} and more")))
        .isEqualTo(Finding.of(false));
  }

  @Test
  void withoutADeclaredSchemaTheOneOfTheRequestCounts() throws Exception {
    JsonNode schema = JSON.readTree(PARCEL_SCHEMA);
    assertThat(found("jsonSchema: {}", Asked.answered("{}").demanding(schema)))
        .isEqualTo(Finding.of(false));
    assertThat(found("jsonSchema: {}", Asked.answered("{}")))
        .isEqualTo(Finding.missing("NoSchema"));
    assertThat(
            found(
                "jsonSchema: {}",
                Asked.answered("{}").demanding(JSON.readTree("{\"$ref\": \"http://x/y\"}"))))
        .isEqualTo(Finding.missing("SchemaNotUsable"));
  }

  @Test
  void citationsMustNameDocumentsOfTheContext() {
    String check = "citation: {minimum: 2}";
    assertThat(found(check, Asked.answered("So [1], so [2].").context("a", "b", "c")))
        .isEqualTo(Finding.of(true));
    assertThat(found(check, Asked.answered("So [1], so [1].").context("a", "b", "c")))
        .isEqualTo(Finding.of(false));
    assertThat(found(check, Asked.answered("[1] [2] [4]").context("a", "b", "c")))
        .isEqualTo(Finding.of(false));
    assertThat(found(check, Asked.answered("So [1].").context("a"))).isEqualTo(Finding.of(true));
    assertThat(found(check, Asked.answered("So [1]."))).isEqualTo(Finding.missing("NoContext"));
  }

  @Test
  void toolCallsMustNameDeclaredToolsWithArgumentsOfTheirSchema() throws Exception {
    List<Tool> tools = List.of(new Tool("track", JSON.readTree(PARCEL_SCHEMA)));
    assertThat(calls(tools, new ToolCall("track", "{\"id\": \"P-1\"}")))
        .isEqualTo(Finding.of(true));
    assertThat(calls(tools, new ToolCall("track", "{\"id\": \"1\"}"))).isEqualTo(Finding.of(false));
    assertThat(calls(tools, new ToolCall("track", "{\"id\": "))).isEqualTo(Finding.of(false));
    assertThat(calls(tools, new ToolCall("refund", "{}"))).isEqualTo(Finding.of(false));
    assertThat(calls(tools)).isEqualTo(Finding.missing("NoToolCall"));
    assertThat(found("toolCalls: {required: true}", Asked.answered("Hi").tools(tools)))
        .isEqualTo(Finding.of(false));
    assertThat(found("toolCalls: {}", Asked.answered("Hi"))).isEqualTo(Finding.missing("NoTools"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Your parcel arrived at the office this morning and can be collected.  | en
          Ihr Paket ist heute Morgen im Büro angekommen und kann abgeholt werden. | de
          Votre colis est arrivé au bureau ce matin et peut être retiré.         | fr
          您的包裹今天早上已经送到办公室了，您可以在工作时间内随时来取，请务必带上身份证件，谢谢您的耐心等待。 | zh
          """)
  void languagesAreToldApart(String answer, String code) {
    for (String expected : List.of("en", "de", "fr", "zh")) {
      assertThat(found("language: {codes: [" + expected + "]}", Asked.answered(answer)))
          .isEqualTo(Finding.of(expected.equals(code)));
    }
  }

  @Test
  void aShortAnswerHasNoLanguageRatherThanAGuessedOne() {
    assertThat(found("language: {codes: [en]}", Asked.answered("Ja, OK.")))
        .isEqualTo(Finding.missing("LanguageUnclear"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pattern: {expression: "(a"}
          pattern: {expression: "(?<=a)b"}
          cel: {expression: "answer +"}
          cel: {expression: "answer.size()"}
          jsonSchema: {schema: "{"}
          jsonSchema: {schema: '{"$ref": "https://example.com/schema.json"}'}
          jsonSchema: {schema: '{"properties": {"a": {"$ref": "file:///etc/passwd"}}}'}
          jsonSchema: {schema: '{"type": "string", "pattern": "(a"}'}
          """)
  void aDeclarationThatCannotBeUsedIsMissingNeverAScore(String check) {
    assertThat(found(check, Asked.answered("a"))).isEqualTo(Finding.missing(Invariants.NOT_USABLE));
  }

  @Test
  void hostileExpressionsEnd() {
    String long0 = "a".repeat(200_000) + "!";
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(found("pattern: {expression: \"^(a+)+$\"}", Asked.answered(long0)))
              .isEqualTo(Finding.of(false));
          assertThat(
                  found(
                      "jsonSchema: {schema: '{\"pattern\": \"^(a+)+$\"}'}",
                      Asked.answered("\"" + long0 + "\"")))
              .isEqualTo(Finding.of(false));
          String ten = "[0,1,2,3,4,5,6,7,8,9]";
          assertThat(
                  found(
                      ("cel: {expression: \"%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d,"
                              + " %1$s.all(e, %1$s.all(f, true))))))\"}")
                          .formatted(ten),
                      Asked.answered("x")))
              .isEqualTo(Finding.missing("ExpressionFailed"));
        });
  }

  @Test
  void aCheckOfOtherCapabilitiesIsNoPart() {
    Invariants invariants =
        Policies.of(
                """
                scorers:
                  invariants:
                  - {name: brief, capabilities: [date], length: {maximum: 3}}
                """)
            .invariants();
    assertThat(invariants.check(Asked.answered("24 May").capability("date").subject()))
        .isEqualTo(Map.of("invariant.brief", Finding.of(false)));
    assertThat(invariants.check(Asked.answered("24 May").capability("order").subject())).isEmpty();
    assertThat(invariants.parts("date")).containsExactly("invariant.brief");
    assertThat(invariants.parts("order")).isEmpty();
  }

  private static Finding calls(List<Tool> tools, ToolCall... calls) {
    return found("toolCalls: {}", Asked.answered("").tools(tools, calls));
  }

  private static Finding found(String check, Asked asked) {
    return Policies.of("scorers:\n  invariants:\n  - name: one\n" + check.indent(4))
        .invariants()
        .check(asked.subject())
        .get("invariant.one");
  }
}
