package io.homeostat.webhooks.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateIssuerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void theChainIsValidForTheNamesOfTheService() throws Exception {
    ServingCertificate issued = Certificates.at(NOW).newAuthority(Optional.empty());

    validate(issued.chain(), issued.authorities(), NOW);
    X509Certificate server = Pem.certificates(issued.chain()).getFirst();
    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> (String) name.get(1))
        .containsExactly("hooks.system.svc", "localhost");
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(server.getSerialNumber()).isPositive();
  }

  @Test
  void theKeyBelongsToTheCertificate() throws Exception {
    ServingCertificate issued = Certificates.at(NOW).newAuthority(Optional.empty());
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(Pem.key(issued.key()));
    signer.update(new byte[] {1, 2, 3});
    byte[] signature = signer.sign();

    signer.initVerify(Pem.certificates(issued.chain()).getFirst());
    signer.update(new byte[] {1, 2, 3});
    assertThat(signer.verify(signature)).isTrue();
  }

  @Test
  void itEndsNinetyDaysAfterItsIssue() throws Exception {
    ServingCertificate issued = Certificates.at(NOW).newAuthority(Optional.empty());

    assertThat(issued.end()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(
            () -> validate(issued.chain(), issued.authorities(), NOW.plus(Duration.ofDays(91))));
  }

  @Test
  void anotherCertificateOfTheSameAuthorityNeedsNoNewTrust() throws Exception {
    ServingCertificate first = Certificates.at(NOW).newAuthority(Optional.empty());
    Instant later = NOW.plus(Duration.ofDays(61));

    ServingCertificate second = Certificates.at(later).newServer(first);

    assertThat(second.authorities()).isEqualTo(first.authorities());
    assertThat(second.chain()).isNotEqualTo(first.chain());
    assertThat(second.key()).isNotEqualTo(first.key());
    validate(second.chain(), first.authorities(), later);
  }

  @Test
  void underANewAuthorityTheOldCertificateIsStillTrusted() throws Exception {
    ServingCertificate first = Certificates.at(NOW).newAuthority(Optional.empty());

    ServingCertificate second =
        Certificates.at(NOW.plus(Duration.ofDays(1))).newAuthority(Optional.of(first));

    assertThat(Pem.certificates(second.authorities())).hasSize(2);
    validate(first.chain(), second.authorities(), NOW.plus(Duration.ofDays(2)));
    validate(second.chain(), second.authorities(), NOW.plus(Duration.ofDays(2)));
  }

  @Test
  void onlyTheAuthorityBeforeStaysTrusted() throws Exception {
    ServingCertificate first = Certificates.at(NOW).newAuthority(Optional.empty());
    ServingCertificate second = Certificates.at(NOW).newAuthority(Optional.of(first));

    ServingCertificate third = Certificates.at(NOW).newAuthority(Optional.of(second));

    assertThat(Pem.certificates(third.authorities())).hasSize(2);
    assertThatExceptionOfType(CertPathValidatorException.class)
        .isThrownBy(() -> validate(first.chain(), third.authorities(), NOW));
  }

  @Test
  void anAuthorityThatHasEndedIsNotTrustedAnyMore() throws Exception {
    ServingCertificate first = Certificates.at(NOW).newAuthority(Optional.empty());

    ServingCertificate second =
        Certificates.at(NOW.plus(Duration.ofDays(1826))).newAuthority(Optional.of(first));

    assertThat(Pem.certificates(second.authorities())).hasSize(1);
  }

  @Test
  void aKeyIsNeverPrinted() throws Exception {
    ServingCertificate issued = Certificates.at(NOW).newAuthority(Optional.empty());

    assertThat(issued.toString()).doesNotContain("PRIVATE KEY");
  }

  /** As a TLS client does it: all roots are alike, the one that fits is taken. */
  private static void validate(String chain, String authorities, Instant at) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int entry = 0;
    for (X509Certificate authority : Pem.certificates(authorities)) {
      trusted.setCertificateEntry(Integer.toString(entry++), authority);
    }
    PKIXParameters parameters = new PKIXParameters(trusted);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(at));
    List<X509Certificate> path = Pem.certificates(chain);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
  }
}
