package io.homeostat.webhooks.certificate;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Issuers for tests, at moments of the test's choice. */
public final class Certificates {
  private Certificates() {}

  /** An issuer whose present is the given moment. */
  public static CertificateIssuer at(Instant now) {
    return new CertificateIssuer(
        List.of("hooks.system.svc", "localhost"),
        Clock.fixed(now, ZoneOffset.UTC),
        new SecureRandom());
  }

  /** A certificate for localhost, valid now. */
  public static ServingCertificate valid() throws GeneralSecurityException {
    return at(Instant.now()).newAuthority(Optional.empty());
  }

  /** Another certificate of the same authority. */
  public static ServingCertificate renewed(ServingCertificate before)
      throws GeneralSecurityException {
    return at(Instant.now()).newServer(before);
  }
}
