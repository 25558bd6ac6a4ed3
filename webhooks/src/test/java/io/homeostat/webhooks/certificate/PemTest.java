package io.homeostat.webhooks.certificate;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.cert.CertificateException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN"
      })
  void whatIsNoPemIsRefused(String text) {
    assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> Pem.certificates(text));
    assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> Pem.key(text));
  }
}
