package io.homeostat.gateway;

import io.homeostat.dataplane.Env;
import io.homeostat.dataplane.KubernetesClients;

/** Runs a gateway as a process until it is told to end. */
public final class GatewayMain {
  private GatewayMain() {}

  /**
   * Reads the environment, see {@link GatewaySettings}, and serves; a wrong environment ends with
   * status 1.
   */
  public static void main(String[] args) {
    GatewaySettings settings;
    try {
      settings = GatewaySettings.from(Env.system());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    Gateway gateway =
        Gateway.start(settings, KubernetesClients.connect(settings.watchNamespaces()));
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(gateway::close));
  }
}
