package io.homeostat.gateway.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a session without telling who it belongs to; the unit that a canary splits. */
public final class SessionDigest {
  private static final int LENGTH = 32;

  private SessionDigest() {}

  /**
   * Digests what identifies a session: the first of header, body hint, first user message and
   * request id that is there. The consumer is part of it, so that equal session names of two
   * applications stay two sessions.
   *
   * @param service {@code namespace/name}
   * @param consumer identity of the caller
   * @param header value of {@code x-homeostat-session}; null or blank without one
   * @param bodyHint what the body says; null without one
   * @param firstUserMessage null when there is none
   * @return the first 32 hex digits of a SHA-256
   */
  public static String of(
      String service,
      String consumer,
      String header,
      String bodyHint,
      String firstUserMessage,
      String requestId) {
    String key = key(header, bodyHint, firstUserMessage, requestId);
    byte[] digest = sha256(service + "\n" + consumer + "\n" + key);
    return HexFormat.of().formatHex(digest, 0, LENGTH / 2);
  }

  private static String key(String header, String bodyHint, String message, String requestId) {
    if (isNamed(header)) {
      return "header=" + header;
    }
    if (isNamed(bodyHint)) {
      return "body=" + bodyHint;
    }
    return isNamed(message) ? "message=" + message : "request=" + requestId;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  private static boolean isNamed(String value) {
    return value != null && !value.isBlank();
  }
}
