package io.homeostat.evaluation.measure;

import io.homeostat.crds.canaryrelease.CanaryPlan.Prices;
import io.homeostat.evaluation.gate.Quantity;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import io.homeostat.invariant.Failure;
import io.homeostat.invariant.Finding;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Subject;
import io.homeostat.statistics.text.ChrfCounts;
import io.homeostat.statistics.text.ExactMatch;
import io.homeostat.statistics.text.Rouge;
import io.homeostat.statistics.text.TokenF1;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one answer is worth by one quantity. A failed, empty or truncated answer has every score 0
 * and no cost.
 *
 * @param invariants the checks of the service's QualityPolicy
 * @param prices of tokens; null when no gate asks for the cost
 */
public record AnswerValue(Invariants invariants, Prices prices) {
  private static final double PERCENT = 100;
  private static final double MILLION = 1e6;

  /**
   * Measures an answer.
   *
   * @return empty when the quantity says nothing about it
   */
  public OptionalDouble of(Quantity quantity, Item item, Interaction answer) {
    boolean failed = Failure.of(answer).isPresent();
    return switch (quantity.kind()) {
      case FAULT -> OptionalDouble.of(failed ? 1 : 0);
      case COST -> failed ? OptionalDouble.empty() : cost(quantity, answer);
      case SCORE -> score(quantity, item, answer, failed);
      case FIGURE -> OptionalDouble.empty();
    };
  }

  private OptionalDouble score(Quantity quantity, Item item, Interaction answer, boolean failed) {
    if (quantity.needsReference() && item.reference() == null) {
      return OptionalDouble.empty();
    }
    if (quantity == Quantity.Invariants && invariants.parts(item.capability()).isEmpty()) {
      return OptionalDouble.empty();
    }
    if (failed) {
      return OptionalDouble.of(0);
    }
    String text = Failure.answer(answer);
    return switch (quantity) {
      case ExactMatch -> OptionalDouble.of(same(item.reference(), text) ? 1 : 0);
      case TokenF1 -> OptionalDouble.of(TokenF1.of(item.reference(), text).f());
      case RougeL -> rougeL(item.reference(), text);
      case Chrf ->
          OptionalDouble.of(ChrfCounts.characters(item.reference(), text).score() / PERCENT);
      case Invariants -> checks(item, answer, text);
      default -> OptionalDouble.empty();
    };
  }

  /** A reference without a Latin letter or digit has no words: then both must say the same. */
  private static OptionalDouble rougeL(String reference, String text) {
    Rouge rouge = Rouge.of(reference, text, false);
    return OptionalDouble.of(
        rouge.referenceLength() == 0
            ? (same(reference, text) ? 1 : 0)
            : rouge.longestCommonSubsequence().f());
  }

  private static boolean same(String reference, String text) {
    return ExactMatch.of(reference, text);
  }

  private OptionalDouble checks(Item item, Interaction answer, String text) {
    Collection<Finding> found =
        invariants.check(new Subject(answer, item.capability(), item.prompt(), text)).values();
    return found.stream()
        .map(Finding::passed)
        .filter(Objects::nonNull)
        .mapToDouble(passed -> passed ? 1 : 0)
        .average();
  }

  private OptionalDouble cost(Quantity quantity, Interaction answer) {
    if (quantity == Quantity.LatencyMillis) {
      return OptionalDouble.of(answer.latencyMillis());
    }
    if (answer.completionTokens() == null) {
      return OptionalDouble.empty();
    }
    if (quantity == Quantity.CompletionTokens) {
      return OptionalDouble.of(answer.completionTokens());
    }
    return answer.promptTokens() == null || prices == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (answer.promptTokens() * Double.parseDouble(prices.inputPerMillion())
                    + answer.completionTokens() * Double.parseDouble(prices.outputPerMillion()))
                / MILLION);
  }
}
