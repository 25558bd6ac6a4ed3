package io.homeostat.gateway.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static String redact(String text) {
    return Redactor.redact(text).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ada@example.org | [EMAIL]",
        "Mail <ada.l+x@mail.example.co.uk>, please. | Mail <[EMAIL]>, please.",
        "müller@bücher.example | [EMAIL]",
        "DE89 3704 0044 0532 0130 00 | [IBAN]",
        "pay GB29NWBK60161331926819 now | pay [IBAN] now",
        "de89370400440532013000 | [IBAN]",
        "card 4111 1111 1111 1111, exp 12/29 | card [CARD], exp 12/29",
        "5500-0000-0000-0004 | [CARD]",
        "378282246310005 | [CARD]",
        "my SSN is 078-05-1120. | my SSN is [SSN].",
        "host 192.168.0.17:8080 is down. | host [IP]:8080 is down.",
        "It was 10.0.0.1. | It was [IP].",
        "2001:db8::8a2e:370:7334 | [IP]",
        "fe80::1 and ::1 | [IP] and [IP]",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334 | [IP]",
        "::ffff:192.0.2.128 | [IP]",
        "call +49 30 1234567 | call [PHONE]",
        "call (555) 234-5678 | call [PHONE]",
        "+1 (555) 234-5678 | [PHONE]",
        "+1-555-234-5678 | [PHONE]",
        "0049 30 1234567 | [PHONE]",
        "06 12 34 56 78 | [PHONE]",
        "030/1234567 | [PHONE]",
        "key sk-abcdefghijklmnop12345678 | key [SECRET]",
        "AKIAIOSFODNN7EXAMPLE | [SECRET]",
        "Authorization: Bearer abcdef0123456789abcdef | Authorization: Bearer [SECRET]",
        "password: hunter2! | password: [SECRET]",
        "DB_PASSWORD=hunter2 | DB_PASSWORD=[SECRET]",
        "{\"api_key\": \"abc12345\"} | {\"api_key\": \"[SECRET]\"}"
      })
  void personalDataIsReplacedByItsKind(String text, String expected) {
    Redacted redacted = Redactor.redact(text);
    assertThat(redacted.text()).isEqualTo(expected);
    assertThat(redacted.replaced()).isPositive();
  }

  @Test
  void wholePrivateKeysAreReplacedEvenWhenTheirEndIsMissing() {
    String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----";
    assertThat(redact("a " + key + " b")).isEqualTo("a [SECRET] b");
    assertThat(redact("a " + key.substring(0, 45))).isEqualTo("a [SECRET]");
    String certificate = "-----BEGIN CERTIFICATE-----\nMIIEow\n-----END CERTIFICATE-----";
    assertThat(redact(certificate)).isEqualTo(certificate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "The meeting is on 2026-11-21 at 12:30:45.",
        "On 01.02.2026 100 people came, 24/12/2025 was better.",
        "pi is 3.14159265358979, a tenth is 0.1000000000",
        "4111 1111 1111 1112 has no right checksum, 1234567890123 neither",
        "DE00 3704 1144 1532 1130 99 has none either",
        "version 1.2.3 of std::vector and a::b",
        "000-12-3456 and 666-12-3456 and 900-12-3456 were never given out",
        "an @mention and user@localhost",
        "tokens are counted; the password is long",
        "order 20251121 has 12 345 678 items",
        "999.999.999.999",
        "😀 ünïcödé 漢字"
      })
  void ordinaryTextStaysAsItIs(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(new Redacted(text, 0));
  }

  @Test
  void nothingIsNoText() {
    assertThat(Redactor.redact(null)).isEqualTo(new Redacted(null, 0));
  }

  @Test
  void pieceForPieceIsCounted() {
    assertThat(Redactor.redact("a@b.org, +49 30 1234567, c@d.org").replaced()).isEqualTo(3);
  }

  @Test
  void whatOverlapsIsReplacedAsAWhole() {
    assertThat(redact("password=ada@example.org!x")).isEqualTo("password=[SECRET]");
  }

  /** Each of these makes a naive matcher start anew at every character. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "1 ",
        "a@",
        "@",
        "a@b ",
        "a/",
        "sk-",
        "DE89",
        "DE89 ",
        "0:",
        ":",
        "1.1.1.1.",
        "(0",
        "password=",
        "password ",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY",
        "eyJ.",
        "+1-",
        "1 1.",
        "a.b-c_d+e'"
      })
  @Timeout(120)
  void hostileTextTakesNoLongerThanOther(String piece) {
    int times = 500_000 / piece.length();
    assertThat(redact(piece.repeat(times))).isNotEmpty();
  }
}
