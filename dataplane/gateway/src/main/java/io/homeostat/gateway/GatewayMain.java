package io.homeostat.gateway;

import io.homeostat.dataplane.Env;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.gateway.tracing.Tracing;

/** Runs a gateway as a process until it is told to end. */
public final class GatewayMain {
  private GatewayMain() {}

  /**
   * Reads the environment, see {@link GatewaySettings}, and serves; a wrong environment ends with
   * status 1.
   */
  public static void main(String[] args) {
    GatewaySettings settings;
    Tracing tracing;
    try {
      settings = GatewaySettings.from(Env.system());
      tracing = Tracing.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Gateway gateway =
        Gateway.start(settings, KubernetesClients.connect(settings.watchNamespaces()), tracing);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(gateway::close));
  }
}
