package io.homeostat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Stand-in for a hosted judge: speaks the OpenAI and the Anthropic form and records what it was
 * asked.
 */
public final class JudgeEndpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  public final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
  public final List<String> credentials = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  /** What is answered: a status, and with 200 the judge's text. */
  public record Reply(int status, String text) {}

  /** Answers each request with {@code replies} of its number, from 0; null answers status 500. */
  public JudgeEndpoint(Function<Integer, String> replies) throws Exception {
    this(
        (number, request) -> {
          String text = replies.apply(number);
          return new Reply(text == null ? 500 : 200, text);
        });
  }

  /** Answers each request by its number, from 0, and what it says. */
  public JudgeEndpoint(BiFunction<Integer, JsonNode, Reply> replies) throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          JsonNode request = JSON.readTree(exchange.getRequestBody());
          boolean anthropic = exchange.getRequestURI().getPath().endsWith("/messages");
          credentials.add(
              exchange.getRequestHeaders().getFirst(anthropic ? "x-api-key" : "Authorization"));
          int number;
          synchronized (requests) {
            number = requests.size();
            requests.add(request);
          }
          Reply reply = replies.apply(number, request);
          byte[] body =
              reply.status() == 200
                  ? body(reply.text(), anthropic).getBytes(StandardCharsets.UTF_8)
                  : new byte[0];
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  public static String score(int score) {
    return "{\"scores\":[{\"dimension\":\"correctness\",\"reason\":\"r\",\"score\":"
        + score
        + "}]}";
  }

  /** What was quoted in a request of the OpenAI or the Anthropic form. */
  public static JsonNode material(JsonNode request) {
    JsonNode content =
        request.path("messages").path(request.path("messages").size() - 1).path("content");
    String text = content.isArray() ? content.path(0).path("text").asText() : content.asText();
    String line =
        text.lines().filter(l -> l.startsWith(Quotation.MATERIAL)).findFirst().orElseThrow();
    return json(line.substring(Quotation.MATERIAL.length()));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static String body(String reply, boolean anthropic)
      throws com.fasterxml.jackson.core.JsonProcessingException {
    return JSON.writeValueAsString(
        anthropic
            ? Map.of(
                "id",
                "m",
                "type",
                "message",
                "role",
                "assistant",
                "model",
                "grader-1",
                "stop_reason",
                "end_turn",
                "content",
                List.of(Map.of("type", "text", "text", reply)),
                "usage",
                Map.of("input_tokens", 1, "output_tokens", 1))
            : Map.of(
                "id",
                "c",
                "object",
                "chat.completion",
                "created",
                1,
                "model",
                "grader-1",
                "choices",
                List.of(
                    Map.of(
                        "index",
                        0,
                        "finish_reason",
                        "stop",
                        "message",
                        Map.of("role", "assistant", "content", reply))),
                "usage",
                Map.of("prompt_tokens", 1000, "completion_tokens", 100, "total_tokens", 1100)));
  }
}
