package io.homeostat.webhooks.certificate;

import java.time.Instant;

/**
 * What the server shows its callers.
 *
 * @param chain PEM of the server's certificate and of those that lead to its authority
 * @param key PEM (PKCS #8) of the server's key
 * @param end when the server's certificate ends
 */
public record TlsIdentity(String chain, String key, Instant end) {

  /** Never shows a key. */
  @Override
  public String toString() {
    return "TlsIdentity[end=%s]".formatted(end);
  }
}
