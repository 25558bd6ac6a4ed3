package io.homeostat.gateway.routing;

/**
 * Where one engine pod listens.
 *
 * @param pool which of the model's pools it belongs to; null where there is only one
 */
public record EnginePod(String host, int port, String pool) {
  /** A pod of a model with one pool. */
  public EnginePod(String host, int port) {
    this(host, port, null);
  }
}
