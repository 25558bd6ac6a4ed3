package io.homeostat.webhooks.certificate;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the shared certificate valid and trusted. Authorities are published before their
 * certificate is served, and the authority before stays trusted, so that a renewal refuses no
 * review on any replica. For one thread.
 */
public final class CertificateKeeper implements IdentitySource {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);

  /** API servers learn of a new authority a moment after it was published. */
  private static final Duration LEARNING = Duration.ofSeconds(10);

  private final CertificateSecret secret;
  private final TrustedAuthorities trusted;
  private final CertificateIssuer issuer;
  private final Clock clock;
  private ServingCertificate served;

  /** Puts the parts together. */
  public CertificateKeeper(
      CertificateSecret secret, TrustedAuthorities trusted, CertificateIssuer issuer, Clock clock) {
    this.secret = secret;
    this.trusted = trusted;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * One round: renews what is due, publishes the authorities, and returns what is to be served now.
   * It may be repeated and interrupted at any point.
   */
  @Override
  public TlsIdentity current() throws GeneralSecurityException {
    CertificateSecret.Stored stored = secret.read();
    ServingCertificate certificate = renewed(stored);
    if (!Optional.of(certificate).equals(stored.certificate())) {
      secret.write(stored, certificate);
      LOG.info(
          "issued a certificate that ends {} (authority: {})",
          certificate.end(),
          certificate.authorityEnd());
    }
    trusted.publish(certificate.authorities());
    boolean known = !certificate.issued().plus(LEARNING).isAfter(clock.instant());
    if (served == null || known) {
      served = certificate;
    }
    return served.identity();
  }

  private ServingCertificate renewed(CertificateSecret.Stored stored)
      throws GeneralSecurityException {
    if (stored.certificate().isEmpty()) {
      return issuer.newAuthority(Optional.empty());
    }
    ServingCertificate present = stored.certificate().get();
    return switch (Renewal.due(present, clock.instant())) {
      case NONE -> present;
      case SERVER -> issuer.newServer(present);
      case AUTHORITY -> issuer.newAuthority(Optional.of(present));
    };
  }
}
