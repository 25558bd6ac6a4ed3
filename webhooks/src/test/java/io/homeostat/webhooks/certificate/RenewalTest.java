package io.homeostat.webhooks.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalTest {
  private static final Instant ISSUED = Instant.parse("2026-11-21T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 1825, NONE",
    "59, 1825, NONE",
    "61, 1825, SERVER",
    "89, 1825, SERVER",
    "120, 1825, SERVER",
    "0, 91, NONE",
    "2, 91, AUTHORITY",
    "200, 100, AUTHORITY"
  })
  void isDueWhenTwoThirdsOfTheLifeAreOverOrTheAuthorityWouldEndFirst(
      int day, int authorityDays, Renewal due) {
    ServingCertificate certificate =
        new ServingCertificate(
            "",
            "",
            "",
            "",
            ISSUED.plus(Duration.ofDays(authorityDays)),
            ISSUED,
            ISSUED.plus(Duration.ofDays(90)));

    assertThat(Renewal.due(certificate, ISSUED.plus(Duration.ofDays(day)))).isEqualTo(due);
  }
}
