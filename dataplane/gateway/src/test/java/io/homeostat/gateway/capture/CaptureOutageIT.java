package io.homeostat.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.dataplane.KafkaClients;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real broker that goes away while clients go on. */
@Timeout(300)
class CaptureOutageIT {
  private static final int BEFORE = 10;
  private static final int DURING = 120;

  /** More than the producer's buffer and the queue hold together after a while. */
  private static final int BODY_CHARS = 200_000;

  private static KafkaClusterTestKit broker() throws Exception {
    KafkaClusterTestKit kit =
        new KafkaClusterTestKit.Builder(
                new TestKitNodes.Builder()
                    .setCombined(true)
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .build())
            .setConfigProp("auto.create.topics.enable", "false")
            .build();
    kit.format();
    kit.startup();
    kit.waitForReadyBrokers();
    return kit;
  }

  @Test
  void aBrokerThatGoesAwayCostsNoRequestAndWhatIsLostIsCounted() throws Exception {
    KafkaClusterTestKit broker = broker();
    boolean gone = false;
    KafkaClients clients = new KafkaClients(broker.bootstrapServers(), "gateway");
    try (EngineStandIn engine = new EngineStandIn();
        RunningGateway gateway =
            new RunningGateway(RunningGateway.PATIENT, () -> KafkaSink.connect(clients))) {
      gateway.serve(1, 500, 0, engine);
      for (int i = 0; i < BEFORE; i++) {
        assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
      }
      await().untilAsserted(() -> assertThat(count(gateway, "captured")).isEqualTo(BEFORE));
      gone = true;
      broker.close();
      for (int i = 0; i < DURING; i++) {
        assertThat(ask(gateway, i)).as("request " + i).isEqualTo(200);
      }
      await().untilAsserted(() -> assertThat(count(gateway, "capture_drops")).isGreaterThan(0));
      assertThat(count(gateway, "captured")).isEqualTo(BEFORE);
    } finally {
      if (!gone) {
        broker.close();
      }
    }
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
