package io.homeostat.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.ServedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What applications that follow one of the conventions of the past years tell. */
class TelemetryTest {
  static final long NOW = 1_790_000_000_000L;
  static final ServedModel MODEL =
      new ServedModel(
          "ns",
          "support",
          "uid",
          "support",
          1,
          Content.FULL,
          List.of("Scoring", "Training"),
          new Plan(
              6,
              "salt",
              List.of(new Arm("support-a", Role.STABLE, 1000, "base", "", Sampling.AS_REQUESTED))),
          List.of());

  static Sender sender(String model) {
    return new Sender(
        "app",
        model,
        name -> Optional.of(MODEL).filter(found -> found.modelName().equals(name)),
        (service, user) -> service + ":" + user,
        NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // attributes as structures
        """
        {"gen_ai.operation.name":"chat","gen_ai.provider.name":"openai","gen_ai.request.model":"support",
         "gen_ai.system_instructions":[{"type":"text","content":"Be kind."}],
         "gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"Hi"}]}],
         "gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"Hello"}],"finish_reason":"stop"}]}
        """,
        // attributes as JSON in strings
        """
        {"gen_ai.operation.name":"chat","gen_ai.request.model":"support",
         "gen_ai.system_instructions":"[{\\"type\\":\\"text\\",\\"content\\":\\"Be kind.\\"}]",
         "gen_ai.input.messages":"[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hi\\"}]}]",
         "gen_ai.output.messages":"[{\\"role\\":\\"assistant\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"Hello\\"}],\\"finish_reason\\":\\"stop\\"}]"}
        """,
        // numbered attributes, old names
        """
        {"gen_ai.system":"openai","llm.request.type":"chat","gen_ai.request.model":"support",
         "gen_ai.prompt.0.role":"system","gen_ai.prompt.0.content":"Be kind.",
         "gen_ai.prompt.1.role":"user","gen_ai.prompt.1.content":"Hi",
         "gen_ai.completion.0.role":"assistant","gen_ai.completion.0.content":"Hello","gen_ai.completion.0.finish_reason":"stop"}
        """,
        // events of one message each
        """
        {"gen_ai.system":"openai","gen_ai.request.model":"support","events":{
         "gen_ai.system.message":{"content":"Be kind."},
         "gen_ai.user.message":{"content":"Hi"},
         "gen_ai.choice":{"index":0,"finish_reason":"stop","message":{"content":"Hello"}}}}
        """,
        // one event with the whole prompt, one with the whole answer
        """
        {"gen_ai.system":"openai","gen_ai.request.model":"support","events":{
         "gen_ai.content.prompt":{"gen_ai.prompt":"[{\\"role\\":\\"system\\",\\"content\\":\\"Be kind.\\"},{\\"role\\":\\"user\\",\\"content\\":\\"Hi\\"}]"},
         "gen_ai.content.completion":{"gen_ai.completion":"[{\\"role\\":\\"assistant\\",\\"content\\":\\"Hello\\",\\"finish_reason\\":\\"stop\\"}]"}}}
        """,
        // the details as an event
        """
        {"gen_ai.operation.name":"chat","gen_ai.request.model":"support","events":{
         "gen_ai.client.inference.operation.details":{
          "gen_ai.system_instructions":[{"type":"text","content":"Be kind."}],
          "gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"Hi"}]}],
          "gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]}}}
        """
      })
  void everyConventionTellsTheSame(String attributes) throws Exception {
    String span = Spans.json(attributes, NOW - 300, NOW);
    for (OtlpFormat format : OtlpFormat.values()) {
      byte[] body =
          format == OtlpFormat.JSON ? span.getBytes(StandardCharsets.UTF_8) : Spans.protobuf(span);
      Intake intake = Telemetry.traces(format, body, sender(null));
      assertThat(intake.reasons()).isEmpty();
      assertThat(intake.interactions()).hasSize(1);
      assertThat(intake.interactions().getFirst().event())
          .returns("5b8efff798038103d269b633813fc60c-eee19b7ec3c1b174", Interaction::id)
          .returns(
              List.of(new Message("system", "Be kind."), new Message("user", "Hi")),
              Interaction::messages)
          .returns("Hello", Interaction::answer)
          .returns("stop", Interaction::finishReason)
          .returns(300L, Interaction::latencyMillis)
          .returns("external/support", Interaction::release)
          .returns(List.of("Scoring", "Training"), Interaction::use);
    }
  }

  @Test
  void whatTheApplicationDeclaresIsKept() throws Exception {
    Interaction interaction =
        one(
            """
            {"gen_ai.operation.name":"chat","homeostat.model":"support","gen_ai.request.model":"gpt-x",
             "gen_ai.response.model":"gpt x","gen_ai.conversation.id":"c1","gen_ai.response.time_to_first_chunk":0.25,
             "gen_ai.usage.prompt_tokens":7,"gen_ai.usage.completion_tokens":9,"gen_ai.usage.cache_read.input_tokens":3,
             "homeostat.capability":"refunds","homeostat.reference":"Hello!","homeostat.tag.region":"eu","user.id":"ada",
             "gen_ai.tool.definitions":[{"type":"function","name":"mail","parameters":{"type":"object"}}],
             "gen_ai.input.messages":[{"role":"user","parts":[{"type":"text","content":"Hi"}]},
               {"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":"It is warm."}]}],
             "gen_ai.output.messages":[{"role":"assistant","parts":[{"type":"tool_call","name":"mail","arguments":{"to":"x"}}],"finish_reason":"tool_call"}]}
            """);
    assertThat(interaction)
        .returns("external/gpt-x", Interaction::release)
        .returns("refunds", Interaction::capability)
        .returns("Hello!", Interaction::reference)
        .returns(250L, Interaction::firstTokenMillis)
        .returns(7, Interaction::promptTokens)
        .returns(9, Interaction::completionTokens)
        .returns(3, Interaction::cachedTokens)
        .returns("tool_calls", Interaction::finishReason)
        .returns("ns/support:ada", Interaction::user)
        .returns(Map.of("region", "eu"), Interaction::tags)
        .returns(
            "[{\"name\":\"mail\",\"arguments\":\"{\\\"to\\\":\\\"x\\\"}\"}]", Interaction::answer);
    assertThat(interaction.evidence().context()).containsExactly("It is warm.");
    assertThat(interaction.evidence().toolCalls())
        .containsExactly(new Interaction.ToolCall("mail", "{\"to\":\"x\"}"));
    assertThat(interaction.evidence().tools().getFirst().name()).isEqualTo("mail");
  }

  @Test
  void aReleaseOfThePlanIsBelievedAndAnotherIsNot() throws Exception {
    String call =
        "{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"support\",\"homeostat.release\":\"%s\"}";
    assertThat(one(call.formatted("support-a")))
        .returns("support-a", Interaction::release)
        .returns(6L, Interaction::planRevision);
    assertThat(one(call.formatted("support-b"))).returns("external/support", Interaction::release);
  }

  @Test
  void anErrorIsAFailureWithoutAnAnswer() throws Exception {
    assertThat(
            one(
                "{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"support\",\"error.type\":\"timeout\",\"http.response.status_code\":504}"))
        .returns("timeout", Interaction::error)
        .returns(504, Interaction::status)
        .returns(null, Interaction::answer);
  }

  @Test
  void whatIsNoCallOrOursIsLeftOutAndWhatIsOldIsRejected() throws Exception {
    for (String other :
        List.of(
            "{\"http.request.method\":\"GET\"}",
            "{\"gen_ai.operation.name\":\"embeddings\",\"gen_ai.request.model\":\"support\"}",
            "{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"support\",\"homeostat.interaction\":\"i\"}")) {
      Intake intake = traces(Spans.json(other, NOW, NOW));
      assertThat(intake.size()).as(other).isZero();
      assertThat(intake.rejected()).as(other).isZero();
    }
    String call = "{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"support\"}";
    for (long start : new long[] {0, NOW - 8L * 86_400_000, NOW + 3_600_000}) {
      assertThat(traces(Spans.json(call, start, start)).reasons()).contains("last 7 days");
    }
    assertThat(traces(Spans.json(call, NOW, NOW).replace("eee19b7ec3c1b174", "")).reasons())
        .contains("trace id");
  }

  @Test
  void logRecordsOfOneSpanAreOneInteractionAndEvaluationsAreScores() throws Exception {
    String record =
        "{\"timeUnixNano\":\"%d000000\",\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\",\"eventName\":\"%s\",\"attributes\":%s,\"body\":%s}";
    String logs =
        "{\"resourceLogs\":[{\"resource\":{\"attributes\":%s},\"scopeLogs\":[{\"logRecords\":[%s,%s,%s]}]}]}"
            .formatted(
                Spans.pairs("{\"homeostat.model\":\"support\"}"),
                record.formatted(
                    NOW - 50, "gen_ai.user.message", "[]", Spans.value("{\"content\":\"Hi\"}")),
                record.formatted(
                    NOW,
                    "gen_ai.choice",
                    "[]",
                    Spans.value(
                        "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hello\"}}")),
                record.formatted(
                    NOW,
                    "gen_ai.evaluation.result",
                    Spans.pairs(
                        "{\"gen_ai.evaluation.name\":\"Correct\",\"gen_ai.evaluation.score.label\":\"pass\"}"),
                    "{}"));
    Intake intake =
        Telemetry.logs(OtlpFormat.JSON, logs.getBytes(StandardCharsets.UTF_8), sender(null));
    assertThat(intake.reasons()).isEmpty();
    assertThat(intake.interactions()).hasSize(1);
    assertThat(intake.interactions().getFirst().event())
        .returns(Interaction.LOG, Interaction::origin)
        .returns(List.of(new Message("user", "Hi")), Interaction::messages)
        .returns("Hello", Interaction::answer);
    assertThat(intake.scores().getFirst().event().scores()).isEqualTo(Map.of("Correct", 1.0));
    assertThat(intake.scores().getFirst().event().interactionId())
        .isEqualTo(intake.interactions().getFirst().event().id());
  }

  @Test
  void theModelOfTheRequestGoesBeforeTheOneOfTheSpan() throws Exception {
    String call = "{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"gpt-x\"}";
    byte[] body = Spans.json(call, NOW, NOW).getBytes(StandardCharsets.UTF_8);
    assertThat(Telemetry.traces(OtlpFormat.JSON, body, sender(null)).rejected()).isEqualTo(1);
    assertThat(Telemetry.traces(OtlpFormat.JSON, body, sender("support")).interactions())
        .hasSize(1);
  }

  private static Interaction one(String attributes) throws IOException {
    return traces(Spans.json(attributes, NOW - 300, NOW)).interactions().getFirst().event();
  }

  private static Intake traces(String json) throws IOException {
    return Telemetry.traces(OtlpFormat.JSON, json.getBytes(StandardCharsets.UTF_8), sender(null));
  }
}
