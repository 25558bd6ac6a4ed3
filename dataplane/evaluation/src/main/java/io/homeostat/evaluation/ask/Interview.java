package io.homeostat.evaluation.ask;

import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Asks both releases all items, so many at a time. Which of the two comes first changes from item
 * to item, so that neither has the quieter engine.
 *
 * @param candidate name of the Release that is evaluated
 * @param stable name of the Release that it is compared with
 * @param samples answers of each release to each item, at least 1
 * @param concurrency requests at a time, at least 1
 */
public record Interview(
    Asker asker, String candidate, String stable, int samples, int concurrency) {
  /** Items of each capability that stable is asked once more, where one answer is one sample. */
  static final int AGAIN = 50;

  /**
   * Asks.
   *
   * @param done told how many items are answered, from any thread
   * @return in the order of the items
   * @throws UnusableEvaluationException of the first question that could not be asked; then the
   *     others are given up
   */
  public List<Answers> ask(List<Item> items, IntConsumer done)
      throws UnusableEvaluationException, InterruptedException {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
      ExecutorCompletionService<Answers> running = new ExecutorCompletionService<>(pool);
      Map<Future<Answers>, Integer> places = new HashMap<>();
      Map<String, Integer> asked = new HashMap<>();
      for (int i = 0; i < items.size(); i++) {
        Item item = items.get(i);
        boolean again = samples == 1 && asked.merge(item.capability(), 1, Integer::sum) <= AGAIN;
        boolean candidateFirst = i % 2 == 0;
        places.put(running.submit(() -> one(item, candidateFirst, again)), i);
      }
      try {
        return collect(running, places, done);
      } catch (UnusableEvaluationException | InterruptedException | RuntimeException e) {
        pool.shutdownNow();
        throw e;
      }
    }
  }

  private static List<Answers> collect(
      ExecutorCompletionService<Answers> running,
      Map<Future<Answers>, Integer> places,
      IntConsumer done)
      throws UnusableEvaluationException, InterruptedException {
    Answers[] answers = new Answers[places.size()];
    for (int count = 1; count <= answers.length; count++) {
      Future<Answers> ended = running.take();
      try {
        answers[places.get(ended)] = ended.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnusableEvaluationException unusable) {
          throw unusable;
        }
        throw new IllegalStateException("an item could not be asked", e.getCause());
      }
      done.accept(count);
    }
    return List.of(answers);
  }

  private Answers one(Item item, boolean candidateFirst, boolean again)
      throws UnusableEvaluationException, InterruptedException {
    List<Interaction> ofCandidate = new ArrayList<>();
    List<Interaction> ofStable = new ArrayList<>();
    for (int sample = 0; sample < samples; sample++) {
      if (candidateFirst) {
        ofCandidate.add(asker.ask(candidate, item));
      }
      ofStable.add(asker.ask(stable, item));
      if (!candidateFirst) {
        ofCandidate.add(asker.ask(candidate, item));
      }
    }
    return new Answers(item, ofCandidate, ofStable, again ? asker.ask(stable, item) : null);
  }
}
