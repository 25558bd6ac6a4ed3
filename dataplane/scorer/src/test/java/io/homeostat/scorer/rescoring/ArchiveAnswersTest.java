package io.homeostat.scorer.rescoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import io.homeostat.judge.Material;
import io.homeostat.scorer.rescoring.StoredAnswers.Period;
import io.homeostat.scorer.rescoring.StoredAnswers.StoredAnswer;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveAnswersTest {
  private static final Period PERIOD =
      new Period(
          "ns/support",
          "date",
          "r-1",
          "set-1",
          Instant.parse("2026-11-20T10:00:00Z"),
          Instant.parse("2026-11-21T10:00:00Z"));
  private static final String ITEM =
      """
      {"messages": [{"role": "user", "content": "first"}, {"role": "assistant", "content": "x"}, {"role": "user", "content": "%s"}],
       "answer": "24 May", "reference": "25 May", "scorerSet": "%s", "parts": {"judge": %s}}
      """;

  @TempDir Path folder;
  private final List<String> requests = new ArrayList<>();
  private String body = "{\"items\": []}";
  private int status = 200;
  private HttpServer server;
  private ArchiveAnswers answers;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    Files.writeString(folder.resolve("token"), "secret\n");
    answers =
        new ArchiveAnswers(
            HttpClient.newHttpClient(),
            "http://127.0.0.1:" + server.getAddress().getPort(),
            folder.resolve("token"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void judgedAnswersOfTheScorerSetAreReadWithTheirLastQuestion() throws Exception {
    body =
        "{\"items\": [%s, %s, %s, %s]}"
            .formatted(
                ITEM.formatted("when?", "set-1", "0.75"),
                ITEM.formatted("other set", "set-2", "0.5"),
                ITEM.formatted("not judged", "set-1", "null"),
                ITEM.formatted("one too many", "set-1", "1"));

    assertThat(answers.latest(PERIOD, 1))
        .containsExactly(new StoredAnswer(new Material("when?", "24 May", "25 May"), 0.75));
    assertThat(answers.latest(PERIOD, 10)).hasSize(2);
    assertThat(requests.getFirst())
        .startsWith("/v1/interactions?")
        .contains(
            "capability=date",
            "content=true",
            "release=r-1",
            "service=ns%2Fsupport",
            "since=2026-11-20T10%3A00%3A00Z",
            "until=2026-11-21T10%3A00%3A00Z")
        .endsWith(" Bearer secret");
  }

  @Test
  void aRefusalIsNoEmptyList() {
    status = 503;
    assertThatIOException()
        .isThrownBy(() -> answers.latest(PERIOD, 1))
        .withMessageContaining("status 503");
  }
}
