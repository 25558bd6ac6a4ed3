package io.homeostat.webhooks.certificate;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when a certificate is replaced: when two thirds of its life are over, long before anybody
 * notices its end.
 */
public enum Renewal {
  /** The certificate serves on. */
  NONE,
  /** The present authority issues another certificate. */
  SERVER,
  /** The authority itself would end before the next certificate does. */
  AUTHORITY;

  private static final double USED = 2.0 / 3.0;

  /** What is due now. */
  public static Renewal due(ServingCertificate certificate, Instant now) {
    if (certificate.authorityEnd().isBefore(now.plus(CertificateIssuer.SERVER_LIFE))) {
      return AUTHORITY;
    }
    Duration life = Duration.between(certificate.begin(), certificate.end());
    Instant renewal = certificate.begin().plusMillis(Math.round(life.toMillis() * USED));
    return now.isBefore(renewal) ? NONE : SERVER;
  }
}
