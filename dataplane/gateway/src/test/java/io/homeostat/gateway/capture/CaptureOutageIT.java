package io.homeostat.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.Broker;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real broker that goes away while clients go on. */
@Timeout(300)
class CaptureOutageIT {
  private static final int BEFORE = 10;
  private static final int DURING = 120;

  /** More than the producer's buffer and the queue hold together after a while. */
  private static final int BODY_CHARS = 200_000;

  @Test
  void aBrokerThatGoesAwayCostsNoRequestAndWhatIsLostIsCounted() throws Exception {
    try (Broker broker = Broker.start();
        EngineStandIn engine = new EngineStandIn();
        RunningGateway gateway = capturingTo(broker)) {
      gateway.serve(1, 500, 0, engine);
      for (int i = 0; i < BEFORE; i++) {
        assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
      }
      await().untilAsserted(() -> assertThat(count(gateway, "captured")).isEqualTo(BEFORE));
      broker.close();
      for (int i = 0; i < DURING; i++) {
        assertThat(ask(gateway, i)).as("request " + i).isEqualTo(200);
      }
      await().untilAsserted(() -> assertThat(count(gateway, "capture_drops")).isGreaterThan(0));
      assertThat(count(gateway, "captured")).isEqualTo(BEFORE);
    }
  }

  private static RunningGateway capturingTo(Broker broker) throws Exception {
    KafkaClients clients = new KafkaClients(broker.bootstrap(), "gateway");
    return new RunningGateway(RunningGateway.PATIENT, () -> KafkaSink.connect(clients));
  }

  private static int ask(RunningGateway gateway, int i) {
    String body =
        "{\"model\":\"support\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(i % 2 == 0, "x".repeat(BODY_CHARS));
    return gateway.send(gateway.request("/v1/chat/completions", body)).statusCode();
  }

  private static long count(RunningGateway gateway, String name) {
    Matcher matcher =
        Pattern.compile("homeostat_gateway_" + name + "_total(?:\\{[^}]*})? ([0-9.]+)")
            .matcher(gateway.scrape());
    double sum = 0;
    while (matcher.find()) {
      sum += Double.parseDouble(matcher.group(1));
    }
    return (long) sum;
  }
}
