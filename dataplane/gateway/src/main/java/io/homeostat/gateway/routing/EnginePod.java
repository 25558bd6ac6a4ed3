package io.homeostat.gateway.routing;

/**
 * Where one engine listens: a pod, or an API that somebody else runs.
 *
 * @param pool which of the model's pools it belongs to
 * @param remote how an API of somebody else is spoken to; null for a pod
 * @param secret where its key is; null for the key of the model's own engines, and for an API that
 *     asks for none
 */
public record EnginePod(String host, int port, String pool, Remote remote, SecretKey secret) {
  /** Pool of the engines that a service begins with; their pods name no pool. */
  public static final String FIRST_POOL = "engine";

  private static final String PREFIX = "/v1";

  /**
   * How an API of somebody else is spoken to.
   *
   * @param tls whether the connection is encrypted
   * @param basePath what its paths begin with, without a slash at the end
   * @param authorities certificates (PEM) that its own must lead to; null for the public ones
   */
  public record Remote(boolean tls, String basePath, String authorities) {}

  /** A pod with the key of the model's own engines. */
  public EnginePod(String host, int port, String pool) {
    this(host, port, pool, null, null);
  }

  /** A pod of the first pool. */
  public EnginePod(String host, int port) {
    this(host, port, FIRST_POOL);
  }

  /** The same engine with a key of its own. */
  public EnginePod withSecret(SecretKey own) {
    return new EnginePod(host, port, pool, remote, own);
  }

  /**
   * Where an engine path is found here.
   *
   * @param path as vLLM serves it, beginning with {@code /v1}
   */
  public String path(String path) {
    return remote == null ? path : remote.basePath() + path.substring(PREFIX.length());
  }
}
