package io.homeostat.webhooks.certificate;

import java.time.Instant;

/**
 * What the server needs to be trusted: its key and chain, and the authorities that the API server
 * is told to trust.
 *
 * @param authorities PEM of the present authority and, while its certificates may still be in use,
 *     the one before
 * @param authorityKey PEM (PKCS #8) of the present authority's key
 * @param chain PEM of the server's certificate
 * @param key PEM (PKCS #8) of the server's key
 * @param authorityEnd when the present authority ends
 * @param begin when the server's certificate began
 * @param end when the server's certificate ends
 */
public record ServingCertificate(
    String authorities,
    String authorityKey,
    String chain,
    String key,
    Instant authorityEnd,
    Instant begin,
    Instant end) {

  /** When it was made; it is valid from a little earlier. */
  Instant issued() {
    return begin.plus(CertificateIssuer.BACKDATED);
  }

  /** What callers are shown. */
  public TlsIdentity identity() {
    return new TlsIdentity(chain, key, end);
  }

  /** Never shows a key. */
  @Override
  public String toString() {
    return "ServingCertificate[end=%s, authorityEnd=%s]".formatted(end, authorityEnd);
  }
}
