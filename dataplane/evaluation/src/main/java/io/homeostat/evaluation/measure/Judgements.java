package io.homeostat.evaluation.measure;

import io.homeostat.evaluation.ask.Answers;
import io.homeostat.evaluation.gate.ItemValue;
import io.homeostat.events.Interaction;
import io.homeostat.invariant.Failure;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.judge.Preference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets a judge compare the two answers of each item: 1 for the better one, 0 for the other, a half
 * for a tie. A failed answer loses to one that is there; what the judge could not compare is left
 * out on both sides.
 */
public record Judgements(Comparison judge) {
  /** Compares the answers of all items; blocks until the judge has answered. */
  public List<ItemValue> of(List<Answers> answers) throws InterruptedException {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<ItemValue>>> running = new ArrayList<>();
      answers.forEach(one -> running.add(pool.submit(() -> item(one))));
      List<ItemValue> values = new ArrayList<>();
      try {
        for (Future<Optional<ItemValue>> one : running) {
          one.get().ifPresent(values::add);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("an item could not be compared", e.getCause());
      } catch (InterruptedException e) {
        pool.shutdownNow();
        throw e;
      }
      return values;
    }
  }

  private Optional<ItemValue> item(Answers one) throws InterruptedException {
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < one.candidate().size(); i++) {
      OptionalDouble share = share(one, one.candidate().get(i), one.stable().get(i));
      if (share.isPresent()) {
        shares.add(share.getAsDouble());
      }
    }
    OptionalDouble mean = shares.stream().mapToDouble(Double::doubleValue).average();
    return mean.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ItemValue(
                one.item().id(),
                one.item().capability(),
                mean.getAsDouble(),
                1 - mean.getAsDouble(),
                null,
                null));
  }

  private OptionalDouble share(Answers one, Interaction candidate, Interaction stable)
      throws InterruptedException {
    boolean candidateFails = Failure.of(candidate).isPresent();
    boolean stableFails = Failure.of(stable).isPresent();
    if (candidateFails || stableFails) {
      return OptionalDouble.of(
          candidateFails && stableFails ? worth(Preference.Tie) : candidateFails ? 0 : 1);
    }
    String first = Failure.answer(candidate);
    String second = Failure.answer(stable);
    if (first.equals(second)) {
      return OptionalDouble.of(worth(Preference.Tie));
    }
    try {
      return OptionalDouble.of(
          worth(judge.prefer(one.item().prompt(), first, second, one.item().reference())));
    } catch (JudgeUnavailableException e) {
      return OptionalDouble.empty();
    }
  }

  private static double worth(Preference preference) {
    return switch (preference) {
      case First -> 1;
      case Second -> 0;
      case Tie -> 0.5;
    };
  }
}
