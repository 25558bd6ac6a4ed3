package io.homeostat.gateway.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class RedactorPropertyTest {
  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

  @Property(tries = 200, seed = "20261121")
  void redactingTwiceIsRedactingOnce(@ForAll @StringLength(max = 300) String text) {
    Redacted once = Redactor.redact(text);
    assertThat(Redactor.redact(once.text()).text()).isEqualTo(once.text());
  }

  @Property(tries = 200, seed = "20261121")
  void redactingTextFullOfDataTwiceIsRedactingOnce(@ForAll("crowded") String text) {
    Redacted once = Redactor.redact(text);
    assertThat(Redactor.redact(once.text()).text()).isEqualTo(once.text());
  }

  @Property(tries = 100, seed = "20261121")
  void noAddressSurvives(
      @ForAll("names") String local,
      @ForAll("names") String domain,
      @ForAll("prose") String prose) {
    String address = local + "@" + domain + ".example";
    assertThat(Redactor.redact(prose + " " + address + " " + prose).text())
        .isEqualTo(prose + " [EMAIL] " + prose);
  }

  /** The check digits are computed as ISO 13616 says, with whole numbers of any size. */
  @Property(tries = 100, seed = "20261121")
  void noAccountSurvivesWhateverItsGroups(
      @ForAll("countries") String country, @ForAll("accounts") String account) {
    String number = country + checkDigits(country, account) + account;
    assertThat(Redactor.redact("to " + number + ".").text()).isEqualTo("to [IBAN].");
    String grouped = number.replaceAll("(.{4})(?!$)", "$1 ");
    assertThat(Redactor.redact("to " + grouped + ".").text()).isEqualTo("to [IBAN].");
  }

  private static String checkDigits(String country, String account) {
    StringBuilder digits = new StringBuilder();
    (account + country + "00").chars().forEach(c -> digits.append(Character.digit(c, 36)));
    int check = 98 - new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
    return "%02d".formatted(check);
  }

  /** The check digit is found by trying all ten with the rule of ISO 7812 on strings. */
  @Property(tries = 100, seed = "20261121")
  void noCardSurvivesWhateverItsGroups(@ForAll("cards") String body) {
    String number = null;
    for (int check = 0; check < 10; check++) {
      if (isLuhn(body + check)) {
        number = body + check;
      }
    }
    assertThat(Redactor.redact("card " + number + ".").text()).isEqualTo("card [CARD].");
    String grouped = number.replaceAll("(.{4})(?!$)", "$1-");
    assertThat(Redactor.redact("card " + grouped + ".").text()).isEqualTo("card [CARD].");
  }

  private static boolean isLuhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      String doubled = Integer.toString(i % 2 == 0 ? digit : 2 * digit);
      sum += doubled.chars().map(c -> c - '0').sum();
    }
    return sum % 10 == 0;
  }

  @Property(tries = 100, seed = "20261121")
  void noNetworkAddressSurvives(
      @ForAll @IntRange(max = 255) int a,
      @ForAll @IntRange(max = 255) int b,
      @ForAll @IntRange(max = 65_535) int c,
      @ForAll @IntRange(max = 65_535) int d) {
    assertThat(Redactor.redact("at " + a + "." + b + "." + a + "." + b + "!").text())
        .isEqualTo("at [IP]!");
    String six = "2001:db8:%x:%x:%x:%x:%x:%x".formatted(a, b, c, d, a, b);
    assertThat(Redactor.redact("at " + six + "!").text()).isEqualTo("at [IP]!");
    assertThat(Redactor.redact("at 2001:db8::%x:%x!".formatted(c, d)).text()).isEqualTo("at [IP]!");
  }

  @Property(tries = 100, seed = "20261121")
  void noInternationalNumberSurvives(
      @ForAll @IntRange(min = 10, max = 99) int country,
      @ForAll @IntRange(min = 100, max = 999) int area,
      @ForAll @IntRange(min = 1_000, max = 9_999_999) int line) {
    for (String separator : new String[] {"", " ", "-", "."}) {
      String number = "+" + country + separator + area + separator + line;
      assertThat(Redactor.redact("call " + number + ", please").text())
          .isEqualTo("call [PHONE], please");
    }
  }

  @Property(tries = 100, seed = "20261121")
  void proseWithoutFiguresStays(@ForAll("prose") String prose) {
    assertThat(Redactor.redact(prose)).isEqualTo(new Redacted(prose, 0));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.of("The", "parcel", "is", "late", "again", "naïve", "漢字", "x")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<String> countries() {
    return Arbitraries.of("DE", "GB", "FR", "NO", "MT", "CH");
  }

  @Provide
  Arbitrary<String> accounts() {
    return Arbitraries.strings()
        .withCharRange('0', '9')
        .withCharRange('A', 'Z')
        .ofMinLength(11)
        .ofMaxLength(27);
  }

  @Provide
  Arbitrary<String> cards() {
    return Combinators.combine(
            Arbitraries.of("4", "51", "55", "34", "37", "6011"),
            Arbitraries.strings().numeric().ofMinLength(11).ofMaxLength(14))
        .as((prefix, rest) -> prefix + rest);
  }

  @Provide
  Arbitrary<String> crowded() {
    return Arbitraries.of(
            "@",
            "a",
            "b.org",
            " ",
            ":",
            "::",
            "1",
            "4111111111111111",
            "password",
            "=",
            "Bearer ",
            "+",
            "(",
            ")",
            "-",
            ".",
            "DE89370400440532013000",
            "078-05-1120",
            "10.0.0.1",
            "[EMAIL]",
            "\"",
            "token: ",
            "sk-abcdefghijklmnopqrst",
            "\n",
            "-----BEGIN PRIVATE KEY-----")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join(" ", parts));
  }
}
