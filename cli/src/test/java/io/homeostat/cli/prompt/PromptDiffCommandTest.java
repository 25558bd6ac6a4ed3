package io.homeostat.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PromptDiffCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String one;
  private String other;

  @BeforeEach
  void write() throws IOException {
    one = Files.writeString(folder.resolve("one.txt"), "Be brief. Hello {name}.").toString();
    other = Files.writeString(folder.resolve("other.txt"), "Be kind. Hello {name}.").toString();
  }

  @Test
  void writesJsonForPrograms() throws IOException {
    assertThat(run("diff", one, other, "-o", "json")).isZero();
    JsonNode diff = new ObjectMapper().readTree(out.toString());

    assertThat(diff.at("/changes/0/removed/0").asText()).isEqualTo("Be brief.");
    assertThat(diff.at("/changes/0/added/0").asText()).isEqualTo("Be kind.");
    assertThat(diff.path("wordingDistance").asDouble()).isBetween(0.01, 0.99);
    assertThat(diff.has("embeddingDistance")).as("no model was asked").isFalse();
  }

  @Test
  void asksAnEmbeddingModelWhenOneIsNamed() throws IOException {
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/embeddings",
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body =
              "{\"data\":[{\"embedding\":[1,0]},{\"embedding\":[0.6,0.8]}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/";
      assertThat(run("diff", one, other, "--embeddings", url, "--model", "mini")).isZero();
    } finally {
      server.stop(0);
    }

    assertThat(out.toString()).contains("embedding distance  0.400");
    assertThat(asked).singleElement().asString().contains("\"mini\"").contains("Be kind.");
  }

  @Test
  void aModelThatDoesNotAnswerIsOneLine() {
    assertThat(run("diff", one, other, "--embeddings", "http://127.0.0.1:1/v1", "--model", "mini"))
        .isEqualTo(2);
    assertThat(err.toString().strip()).contains("check --embeddings").doesNotContain("\n");
  }

  @Test
  void anAddressWithoutAModelIsAWrongCall() {
    assertThat(run("diff", one, other, "--embeddings", "http://127.0.0.1:1/v1")).isEqualTo(2);
    assertThat(err.toString()).contains("belong together");
  }

  private int run(String... arguments) {
    CommandLine command = ErrorLines.install(new CommandLine(new PromptCommand()));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
