package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.ModelStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's official Python client in front of a gateway with a stand-in for the engine. */
@Timeout(600)
class OpenAiClientIT {
  private static final Path SUITE = Path.of("../../e2e/openai-client/run").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void theFeaturesOfOpenAisClientWork() throws Exception {
    try (EngineStandIn engine = new EngineStandIn();
        RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT)) {
      engine.behave(new ModelStandIn());
      gateway.serve(1, 500, 0, engine);
      Path log = directory.resolve("log");
      ProcessBuilder suite =
          new ProcessBuilder(
                  SUITE.normalize().toString(), "http://127.0.0.1:" + gateway.port() + "/v1")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      suite.environment().putAll(Map.of("OPENAI_API_KEY", RunningGateway.DESK, "STAND_IN", "1"));
      Process running = suite.start();
      try {
        assertThat(running.waitFor(540, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(running.exitValue()).as(said).isZero();
        assertThat(said).as("all of it was tried").contains("Ran ").doesNotContain("skipped");
      } finally {
        running.destroyForcibly();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(engine.cancelled())
                      .as("streams that were left, and requests that timed out or were cancelled")
                      .isGreaterThanOrEqualTo(4));
      await().untilAsserted(() -> assertThat(gateway.serving().admission.requests()).isZero());
    }
  }
}
