package io.homeostat.archive.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.dataplane.DeadLetterReplay;
import io.homeostat.events.security.DerivedKeys;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersApiTest {
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;
  private volatile boolean away;

  @BeforeEach
  void serve() {
    Router router = Router.router(vertx);
    DeadLettersApi api =
        new DeadLettersApi(
            dry -> {
              if (away) {
                throw new KafkaException("away");
              }
              return new DeadLetterReplay.Result(Map.of("scorer", dry ? 3 : 2), 1, 0);
            },
            new Access(
                new DerivedKeys("master-key-of-at-least-32-characters"), "reader", "content"));
    api.mount(router);
    server = vertx.createHttpServer().requestHandler(router).listen(0).await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void aReplayTellsWhatItDid() throws Exception {
    HttpResponse<String> response = post("", "content");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put("dry", false)
                .put("replayed", new JsonObject().put("scorer", 2))
                .put("truncated", 1)
                .put("unreadable", 0));
    assertThat(new JsonObject(post("?dry=true", "content").body()).getJsonObject("replayed"))
        .isEqualTo(new JsonObject().put("scorer", 3));
  }

  @Test
  void onlyTheContentTokenOpensIt() throws Exception {
    assertThat(post("", "reader").statusCode()).isEqualTo(401);
    assertThat(post("", "wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutKafkaItSaysToTryAgain() throws Exception {
    away = true;
    assertThat(post("", "content").statusCode()).isEqualTo(503);
  }

  private HttpResponse<String> post(String query, String token) throws Exception {
    URI path =
        URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/dead-letters/replay" + query);
    HttpRequest request =
        HttpRequest.newBuilder(path)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
