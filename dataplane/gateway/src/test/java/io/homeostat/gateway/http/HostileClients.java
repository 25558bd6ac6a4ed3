package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway that clients mean no good to; whatever they did, it serves and holds nothing after. */
abstract class HostileClients {
  static final String CHAT =
      "{\"model\":\"support\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  final EngineStandIn engine = new EngineStandIn();
  final RunningGateway gateway;

  /**
   * Waits long for engines, and shortly for bodies.
   *
   * @param headMillis how long a client may take for the head of its request
   */
  HostileClients(long headMillis) {
    gateway =
        new RunningGateway(
            new Deadlines(60_000, 60_000, 60_000, 60_000, headMillis, 2_000, 600_000));
  }

  @BeforeEach
  void serve() {
    gateway.serve(1, 500, 0, engine);
  }

  @AfterEach
  void theGatewayStillServesAndHoldsNothing() {
    assertThat(gateway.chat("s", false).statusCode()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(gateway.serving().admission.requests()).isZero());
    assertThat(gateway.serving().open.of("ns/support")).isEmpty();
    gateway.close();
    engine.close();
  }

  static void isAnErrorInOpenAisShape(String body) {
    JsonObject error = new JsonObject(body).getJsonObject("error");
    assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.getString("message"))
        .isNotBlank()
        .doesNotContain("Exception", "at io.", "\tat ");
  }
}
