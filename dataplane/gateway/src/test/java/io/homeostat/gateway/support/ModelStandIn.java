package io.homeostat.gateway.support;

import io.homeostat.gateway.support.EngineStandIn.Asked;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Answers as a vLLM pod does to the requests that the official OpenAI client can make. Words in the
 * last message order a fault: {@code BUSY}, {@code TOO LONG}, {@code FAIL}.
 */
public final class ModelStandIn implements EngineStandIn.Behaviour {
  private static final List<String> WORDS = List.of("One ", "two ", "three ", "four.");
  private static final int PIECE_MILLIS = 50;
  private static final int SLOW_MILLIS = 2_000;

  @Override
  public void answer(EngineStandIn engine, Asked asked) {
    String said = asked.body().encode();
    if (said.contains("BUSY")) {
      engine.response(asked).putHeader("Retry-After", "7");
      engine.error(asked, 429, "too many requests are waiting");
    } else if (said.contains("TOO LONG")) {
      engine.error(asked, 400, "This model's maximum context length is 256 tokens.");
    } else if (said.contains("FAIL")) {
      engine.error(asked, 500, "the engine failed");
    } else if (said.contains("SLOWLY")) {
      engine.later(SLOW_MILLIS, () -> succeed(engine, asked));
    } else {
      succeed(engine, asked);
    }
  }

  private static void succeed(EngineStandIn engine, Asked asked) {
    if (engine.response(asked).closed()) {
      return;
    }
    switch (asked.path()) {
      case "/v1/embeddings" -> engine.json(asked, 200, embeddings(asked));
      case "/v1/responses" -> response(engine, asked);
      case "/v1/completions" -> complete(engine, asked, new Completion(asked));
      default -> complete(engine, asked, new Chat(asked));
    }
  }

  private static void complete(EngineStandIn engine, Asked asked, Shape shape) {
    if (!asked.stream()) {
      JsonArray choices = new JsonArray();
      for (int i = 0; i < asked.body().getInteger("n", 1); i++) {
        choices.add(shape.whole(i));
      }
      engine.json(asked, 200, envelope(asked, choices).put("usage", usage()));
      return;
    }
    engine.beginStream(asked);
    send(engine, asked, shape, 0);
  }

  private static void send(EngineStandIn engine, Asked asked, Shape shape, int piece) {
    if (engine.response(asked).closed()) {
      return;
    }
    if (piece < shape.pieces()) {
      engine.event(asked, envelope(asked, new JsonArray().add(shape.piece(piece))).encode());
      engine.later(PIECE_MILLIS, () -> send(engine, asked, shape, piece + 1));
    } else {
      engine.event(asked, envelope(asked, new JsonArray()).put("usage", usage()).encode());
      engine.event(asked, "[DONE]");
      engine.response(asked).end();
    }
  }

  private static JsonObject envelope(Asked asked, JsonArray choices) {
    boolean chat = asked.path().equals("/v1/chat/completions");
    String object =
        chat ? (asked.stream() ? "chat.completion.chunk" : "chat.completion") : "text_completion";
    return new JsonObject()
        .put("id", "cmpl-1")
        .put("object", object)
        .put("created", 1_795_219_200)
        .put("model", asked.model())
        .put("choices", choices);
  }

  private static JsonObject usage() {
    return new JsonObject()
        .put("prompt_tokens", 7)
        .put("completion_tokens", 4)
        .put("total_tokens", 11);
  }

  /** What one endpoint's answer looks like. */
  private interface Shape {
    JsonObject whole(int choice);

    int pieces();

    JsonObject piece(int index);
  }

  private record Chat(Asked asked) implements Shape {
    @Override
    public JsonObject whole(int choice) {
      JsonObject message = new JsonObject().put("role", "assistant");
      if (asked.body().containsKey("tools")) {
        message
            .put("content", null)
            .put("tool_calls", new JsonArray().add(toolCall("{\"city\": \"Oslo\"}")));
      } else {
        message.put("content", text());
      }
      return new JsonObject()
          .put("index", choice)
          .put("message", message)
          .put("logprobs", logprobs())
          .put("finish_reason", "stop");
    }

    private String text() {
      return asked
              .body()
              .getJsonObject("response_format", new JsonObject())
              .containsKey("json_schema")
          ? "{\"answer\": \"yes\"}"
          : String.join("", WORDS);
    }

    private JsonObject toolCall(String arguments) {
      String name =
          asked
              .body()
              .getJsonArray("tools")
              .getJsonObject(0)
              .getJsonObject("function")
              .getString("name");
      return new JsonObject()
          .put("id", "call-1")
          .put("index", 0)
          .put("type", "function")
          .put("function", new JsonObject().put("name", name).put("arguments", arguments));
    }

    private JsonObject logprobs() {
      if (!asked.body().getBoolean("logprobs", false)) {
        return null;
      }
      JsonObject token =
          new JsonObject()
              .put("token", "One")
              .put("logprob", -0.25)
              .put("bytes", List.of(79, 110, 101));
      return new JsonObject()
          .put("content", List.of(token.copy().put("top_logprobs", List.of(token, token))));
    }

    @Override
    public int pieces() {
      return asked.body().containsKey("tools") ? 3 : WORDS.size() + 1;
    }

    @Override
    public JsonObject piece(int index) {
      boolean last = index == pieces() - 1;
      JsonObject delta = new JsonObject();
      if (index == 0) {
        delta.put("role", "assistant");
      }
      if (asked.body().containsKey("tools")) {
        String part = index == 0 ? "{\"city\":" : " \"Oslo\"}";
        if (!last) {
          delta.put("tool_calls", new JsonArray().add(toolCall(part)));
        }
      } else if (!last) {
        delta.put("content", WORDS.get(index));
      }
      return new JsonObject()
          .put("index", 0)
          .put("delta", delta)
          .put("logprobs", last ? null : logprobs())
          .put("finish_reason", last ? "stop" : null);
    }
  }

  private record Completion(Asked asked) implements Shape {
    @Override
    public JsonObject whole(int choice) {
      JsonObject logprobs =
          asked.body().containsKey("logprobs")
              ? new JsonObject()
                  .put("tokens", List.of("One"))
                  .put("token_logprobs", List.of(-0.25))
                  .put("top_logprobs", List.of(new JsonObject().put("One", -0.25)))
                  .put("text_offset", List.of(0))
              : null;
      return new JsonObject()
          .put("index", choice)
          .put("text", String.join("", WORDS))
          .put("logprobs", logprobs)
          .put("finish_reason", "length");
    }

    @Override
    public int pieces() {
      return WORDS.size();
    }

    @Override
    public JsonObject piece(int index) {
      return new JsonObject()
          .put("index", 0)
          .put("text", WORDS.get(index))
          .put("finish_reason", index == pieces() - 1 ? "length" : null);
    }
  }

  private static JsonObject embeddings(Asked asked) {
    boolean base64 = "base64".equals(asked.body().getString("encoding_format"));
    Object vector = base64 ? "AACAPgAAAL8=" : List.of(0.25, -0.5);
    return new JsonObject()
        .put("object", "list")
        .put("model", asked.model())
        .put(
            "data",
            List.of(
                new JsonObject()
                    .put("object", "embedding")
                    .put("index", 0)
                    .put("embedding", vector)))
        .put("usage", new JsonObject().put("prompt_tokens", 5).put("total_tokens", 5));
  }

  private static void response(EngineStandIn engine, Asked asked) {
    if (!asked.stream()) {
      engine.json(asked, 200, response(asked, "completed"));
      return;
    }
    engine.beginStream(asked);
    responseEvent(engine, asked, 0, "created", "response", response(asked, "in_progress"));
    int sequence = 1;
    for (String word : WORDS) {
      responseEvent(engine, asked, sequence++, "output_text.delta", "delta", word);
    }
    responseEvent(engine, asked, sequence, "completed", "response", response(asked, "completed"));
    engine.response(asked).end();
  }

  private static void responseEvent(
      EngineStandIn engine, Asked asked, int sequence, String type, String field, Object value) {
    JsonObject event =
        new JsonObject()
            .put("type", "response." + type)
            .put("sequence_number", sequence)
            .put("item_id", "msg-1")
            .put("output_index", 0)
            .put("content_index", 0)
            .put("logprobs", new JsonArray())
            .put(field, value);
    engine.response(asked).write("event: response." + type + "\ndata: " + event.encode() + "\n\n");
  }

  private static JsonObject response(Asked asked, String status) {
    JsonObject text =
        new JsonObject()
            .put("type", "output_text")
            .put("text", String.join("", WORDS))
            .put("annotations", new JsonArray());
    JsonObject message =
        new JsonObject()
            .put("type", "message")
            .put("id", "msg-1")
            .put("role", "assistant")
            .put("status", "completed")
            .put("content", List.of(text));
    JsonArray output = new JsonArray();
    if (status.equals("completed")) {
      output.add(message);
    }
    return new JsonObject()
        .put("id", "resp-1")
        .put("object", "response")
        .put("created_at", 1_795_219_200)
        .put("model", asked.model())
        .put("status", status)
        .put("output", output)
        .put("parallel_tool_calls", true)
        .put("tool_choice", "auto")
        .put("tools", new JsonArray())
        .put(
            "usage",
            new JsonObject()
                .put("input_tokens", 7)
                .put("output_tokens", 4)
                .put("total_tokens", 11));
  }
}
