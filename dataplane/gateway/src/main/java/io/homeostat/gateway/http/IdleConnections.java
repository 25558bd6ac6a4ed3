package io.homeostat.gateway.http;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Closes connections on which no whole head of a request came for a while, so that clients that
 * send theirs byte by byte cannot hold connections for ever. For one event loop.
 */
final class IdleConnections {
  private final Map<HttpConnection, Long> waitingSince = new HashMap<>();
  private final LongSupplier millis;
  private final long patience;

  /**
   * Watches nothing yet.
   *
   * @param patience milliseconds from the begin of a connection, or the end of its last answer, to
   *     the head of its next request
   */
  IdleConnections(LongSupplier millis, long patience) {
    this.millis = millis;
    this.patience = patience;
  }

  /** A client connected. */
  void opened(HttpConnection connection) {
    waitingSince.put(connection, millis.getAsLong());
    connection.closeHandler(closed -> waitingSince.remove(connection));
  }

  /** The head of a request came. */
  void busy(HttpConnection connection) {
    waitingSince.remove(connection);
  }

  /** The request was answered, or its client left. */
  void idle(HttpConnection connection, boolean open) {
    if (open) {
      waitingSince.put(connection, millis.getAsLong());
    }
  }

  /** Closes what waited too long. */
  void sweep() {
    long now = millis.getAsLong();
    List<HttpConnection> tired =
        waitingSince.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= patience)
            .map(Map.Entry::getKey)
            .toList();
    tired.forEach(waitingSince::remove);
    tired.forEach(HttpConnection::close);
  }
}
