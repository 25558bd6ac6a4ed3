package io.homeostat.scorer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GoldenBookTest {
  @Test
  void aQuestionIsKnownAgainWhateverItsCaseAndWhiteSpace() {
    GoldenBook book =
        GoldenBook.parse(
            """
            {"question": "Which day  is it?", "answer": "24 May 2029"}

            {"question": "Why?", "answer": "Because."}
            """);
    assertThat(book.answer("  which DAY is\nit? ")).contains("24 May 2029");
    assertThat(book.answer("Why?")).contains("Because.");
    assertThat(book.answer("Which day is it, then?")).isEmpty();
  }

  @Test
  void aLineThatIsNoneIsNamedByItsNumberAndNotByItsContent() {
    for (String line : new String[] {"{\"question\": \"secret\"}", "secret", "[\"secret\"]"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> GoldenBook.parse("{\"question\": \"q\", \"answer\": \"a\"}\n" + line))
          .withMessageContaining("line 2")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
  }
}
