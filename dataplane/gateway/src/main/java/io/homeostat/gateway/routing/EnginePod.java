package io.homeostat.gateway.routing;

/**
 * Where one engine pod listens.
 *
 * @param pool which of the model's pools it belongs to
 */
public record EnginePod(String host, int port, String pool) {
  /** Pool of the engines that a service begins with; their pods name no pool. */
  public static final String FIRST_POOL = "engine";

  /** A pod of the first pool. */
  public EnginePod(String host, int port) {
    this(host, port, FIRST_POOL);
  }
}
