package io.homeostat.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PromptDiffTest {
  private static final String OLD =
      """
      You are the support desk of {{shop}}. Answer in one sentence.

      - Write dates as day, month and year.
      - Never promise a refund.
      """;

  @Test
  void showsTheSentenceThatChangedAndNoOther() {
    PromptDiff diff =
        PromptDiff.of(OLD, OLD.replace("Answer in one sentence.", "Answer in two sentences."));

    assertThat(diff.changes()).hasSize(1);
    assertThat(diff.changes().getFirst().removed()).containsExactly("Answer in one sentence.");
    assertThat(diff.changes().getFirst().added()).containsExactly("Answer in two sentences.");
  }

  @Test
  void anotherLineBreakIsNoChange() {
    PromptDiff diff = PromptDiff.of(OLD, OLD.replace("{{shop}}. Answer", "{{shop}}.\nAnswer"));

    assertThat(diff.changes()).isEmpty();
    assertThat(PromptDiffReport.of(diff)).startsWith("the instructions are the same");
  }

  @Test
  void aListItemIsAnInstructionOfItsOwn() {
    PromptDiff diff = PromptDiff.of(OLD, OLD.replace("- Never promise a refund.\n", ""));

    assertThat(diff.changes()).hasSize(1);
    assertThat(diff.changes().getFirst().removed()).containsExactly("- Never promise a refund.");
    assertThat(diff.changes().getFirst().added()).isEmpty();
    assertThat(PromptDiff.instructions("Rules:\n1. Be brief.\n2. Be kind."))
        .containsExactly("Rules:", "1. Be brief.", "2. Be kind.");
  }

  @Test
  void knowsTheThreeWaysToWriteAVariable() {
    assertThat(PromptDiff.variables("{{ order.id }} {name} ${city} {\"json\": 1} {{a}}{b}"))
        .containsExactly("a", "b", "city", "name", "order.id");
  }

  @Test
  void namesVariablesThatOnlyOneOfThemHas() {
    PromptDiff diff = PromptDiff.of("Hello {name}, {{shop}}", "Hello ${customer}, {{shop}}");

    assertThat(diff.variables().removed()).containsExactly("name");
    assertThat(diff.variables().added()).containsExactly("customer");
  }

  @Test
  void theWordingDistanceIsZeroForEqualTextsAndOneForTextsWithNothingInCommon() {
    assertThat(PromptDiff.of(OLD, OLD).wordingDistance()).isZero();
    assertThat(PromptDiff.of("aaaa", "bbbb").wordingDistance()).isCloseTo(1, within(1e-9));
    double near =
        PromptDiff.of(OLD, OLD.replace("one sentence", "two sentences")).wordingDistance();
    double far = PromptDiff.of(OLD, "Translate into French.").wordingDistance();
    assertThat(near).isPositive().isLessThan(far);
    assertThat(PromptDiff.of("Translate into French.", OLD).wordingDistance())
        .as("the same both ways")
        .isCloseTo(far, within(1e-9));
  }
}
