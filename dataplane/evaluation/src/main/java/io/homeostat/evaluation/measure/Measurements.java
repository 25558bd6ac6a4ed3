package io.homeostat.evaluation.measure;

import io.homeostat.evaluation.ask.Answers;
import io.homeostat.evaluation.gate.AdapterActivity.Pair;
import io.homeostat.evaluation.gate.ItemValue;
import io.homeostat.evaluation.gate.Quantity;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import io.homeostat.invariant.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Turns the answers into one value per item and release: samples of one item depend on each other,
 * so their mean counts once.
 */
public final class Measurements {
  private final AnswerValue value;
  private final List<Answers> answers;

  public Measurements(AnswerValue value, List<Answers> answers) {
    this.value = value;
    this.answers = List.copyOf(answers);
  }

  /** Values of all items that have the quantity on both sides. */
  public List<ItemValue> of(Quantity quantity) {
    return answers.stream().map(one -> item(quantity, one)).flatMap(Optional::stream).toList();
  }

  private Optional<ItemValue> item(Quantity quantity, Answers one) {
    OptionalDouble candidate = mean(quantity, one.item(), one.candidate());
    OptionalDouble stable = mean(quantity, one.item(), one.stable());
    if (candidate.isEmpty() || stable.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble first = mean(quantity, one.item(), firstHalf(one));
    OptionalDouble again = mean(quantity, one.item(), secondHalf(one));
    boolean twice = first.isPresent() && again.isPresent();
    return Optional.of(
        new ItemValue(
            one.item().id(),
            one.item().capability(),
            candidate.getAsDouble(),
            stable.getAsDouble(),
            twice ? first.getAsDouble() : null,
            twice ? again.getAsDouble() : null));
  }

  private OptionalDouble mean(Quantity quantity, Item item, List<Interaction> samples) {
    return samples.stream()
        .map(answer -> value.of(quantity, item, answer))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /**
   * Stable's answers in two halves: its samples, or its one answer and the one to being asked
   * again.
   */
  private static List<Interaction> firstHalf(Answers one) {
    return one.again() == null
        ? one.stable().subList(0, one.stable().size() / 2)
        : one.stable().subList(0, 1);
  }

  private static List<Interaction> secondHalf(Answers one) {
    return one.again() == null
        ? one.stable().subList(one.stable().size() / 2, one.stable().size() / 2 * 2)
        : List.of(one.again());
  }

  /**
   * Items that stable answered twice: whether the two answers, and the candidate's, are the same.
   */
  public List<Pair> pairs() {
    return answers.stream()
        .filter(one -> !secondHalf(one).isEmpty())
        .map(
            one ->
                new Pair(
                    !same(one.stable().getFirst(), secondHalf(one).getFirst()),
                    !same(one.stable().getFirst(), one.candidate().getFirst())))
        .toList();
  }

  /** Items on which every answer of the candidate is the same as stable's. */
  public int identical() {
    return (int)
        answers.stream()
            .filter(
                one -> {
                  for (int i = 0; i < one.candidate().size(); i++) {
                    if (!same(one.candidate().get(i), one.stable().get(i))) {
                      return false;
                    }
                  }
                  return true;
                })
            .count();
  }

  /** Share of stable's answers that failed, were empty or were cut off, in [0, 1]. */
  public double stableFailures() {
    return answers.stream()
        .flatMap(one -> one.stable().stream())
        .mapToDouble(answer -> Failure.of(answer).isPresent() ? 1 : 0)
        .average()
        .orElse(0);
  }

  private static boolean same(Interaction one, Interaction other) {
    return Objects.equals(Failure.answer(one), Failure.answer(other));
  }
}
