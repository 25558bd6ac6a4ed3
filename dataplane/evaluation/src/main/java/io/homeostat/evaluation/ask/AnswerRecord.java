package io.homeostat.evaluation.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Interaction.Evidence;
import io.homeostat.events.Interaction.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer down as the gateway would have, so that the same measures fit it. */
final class AnswerRecord {
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private AnswerRecord() {}

  /** An answer to a chat. */
  static Interaction of(String release, Item item, JsonNode body, long millis) {
    JsonNode choice = body.path("choices").path(0);
    JsonNode message = choice.path("message");
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(new ToolCall(function.path("name").asText(), function.path("arguments").asText()));
    }
    return record(
        release,
        item,
        message.path("content").asText("").strip(),
        OK,
        null,
        choice.path("finish_reason").asText(null),
        millis,
        tokens(body, "prompt_tokens"),
        tokens(body, "completion_tokens"),
        calls);
  }

  /** A release that failed on the item. */
  static Interaction failed(String release, Item item, long millis) {
    return record(
        release, item, null, SERVER_ERROR, "HTTP 500", null, millis, null, null, List.of());
  }

  private static Integer tokens(JsonNode body, String field) {
    JsonNode count = body.path("usage").path(field);
    return count.isInt() ? count.asInt() : null;
  }

  private static Interaction record(
      String release,
      Item item,
      String answer,
      int status,
      String error,
      String finishReason,
      long millis,
      Integer promptTokens,
      Integer completionTokens,
      List<ToolCall> calls) {
    return new Interaction(
        EventCodec.SCHEMA_VERSION,
        item.id(),
        null,
        0,
        null,
        release,
        "Candidate",
        release,
        0,
        item.id(),
        "evaluation",
        item.capability(),
        item.reference(),
        item.messages(),
        answer,
        false,
        status,
        error,
        finishReason,
        millis,
        null,
        null,
        promptTokens,
        completionTokens,
        null,
        List.of(),
        null,
        null,
        Interaction.GATEWAY,
        null,
        null,
        null,
        calls.isEmpty() ? null : new Evidence(List.of(), List.of(), calls, null));
  }
}
