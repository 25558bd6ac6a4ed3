package io.homeostat.evaluation.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** Stand-in for the gateway: what each release answers to each question, and what it was asked. */
public final class FakeGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  public final List<Asked> requests = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  /** One request as it came. */
  public record Asked(String release, String key, JsonNode body) {
    public String question() {
      return body.path("messages").path(body.path("messages").size() - 1).path("content").asText();
    }
  }

  /**
   * What is answered.
   *
   * @param served release in the header
   * @param body sent as it is
   */
  public record Reply(int status, String served, String body) {
    /** An answer that is there, of the release that was asked. */
    public static Reply says(Asked asked, String text) {
      return new Reply(200, asked.release(), completion(text, "stop", 4));
    }
  }

  /** Starts it. */
  public FakeGateway(BiFunction<Integer, Asked, Reply> world) throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          Asked asked =
              new Asked(
                  exchange.getRequestHeaders().getFirst("x-homeostat-release"),
                  exchange.getRequestHeaders().getFirst("authorization"),
                  JSON.readTree(exchange.getRequestBody()));
          int number;
          synchronized (requests) {
            number = requests.size();
            requests.add(asked);
          }
          Reply reply = world.apply(number, asked);
          byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
          if (reply.served() != null) {
            exchange.getResponseHeaders().set("x-homeostat-release", reply.served());
          }
          exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The body of a chat completion. */
  public static String completion(String text, String finishReason, int tokens) {
    var body = JSON.createObjectNode();
    var choice = body.putArray("choices").addObject().put("finish_reason", finishReason);
    choice.putObject("message").put("role", "assistant").put("content", text);
    body.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", tokens);
    return body.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
