package io.homeostat.webhooks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;

/** Starts the admission server. */
public final class WebhooksMain {
  private WebhooksMain() {}

  /**
   * Runs until SIGTERM.
   *
   * @throws IllegalArgumentException naming the environment variable that is missing or wrong
   */
  public static void main(String[] arguments) throws Exception {
    WebhooksSettings settings = WebhooksSettings.from(System.getenv());
    KubernetesClient client = new KubernetesClientBuilder().build();
    WebhooksProcess process = new WebhooksProcess(settings, client, Clock.systemUTC());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.close();
                  client.close();
                }));
  }
}
