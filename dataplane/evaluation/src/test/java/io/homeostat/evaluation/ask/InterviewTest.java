package io.homeostat.evaluation.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.Worlds;
import io.homeostat.evaluation.items.Item;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterviewTest {
  private static final List<Item> ITEMS = Worlds.items("date", 60, "new");

  @Test
  void answersComeInTheOrderOfTheItemsAndWithinTheConcurrency() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    Asker asker =
        (release, item) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          four.countDown();
          four.await(30, TimeUnit.SECONDS); // the first four meet
          running.decrementAndGet();
          return Worlds.answer(item, release, "stop", 1, 1);
        };

    List<Answers> answers =
        new Interview(asker, "new", "old", 1, 4).ask(ITEMS, n -> done.incrementAndGet());

    assertThat(answers).extracting(Answers::item).containsExactlyElementsOf(ITEMS);
    assertThat(most.get()).isEqualTo(4);
    assertThat(done.get()).isEqualTo(60);
    assertThat(answers)
        .allMatch(one -> one.candidate().getFirst().answer().equals("new"))
        .allMatch(one -> one.stable().getFirst().answer().equals("old"));
    assertThat(answers).filteredOn(one -> one.again() != null).hasSize(50);
  }

  @Test
  void theReleasesTakeTurnsInBeingFirst() throws Exception {
    ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    Asker asker =
        (release, item) -> {
          asked.add(release);
          return Worlds.answer(item, "x", "stop", 1, 1);
        };

    new Interview(asker, "new", "old", 2, 1).ask(ITEMS.subList(0, 2), n -> {});

    assertThat(asked).containsExactly("new", "old", "new", "old", "old", "new", "old", "new");
  }

  @Test
  void oneQuestionThatCannotBeAskedEndsAll() {
    AtomicInteger asked = new AtomicInteger();
    Asker asker =
        (release, item) -> {
          if (asked.incrementAndGet() == 5) {
            throw new UnusableEvaluationException("refused");
          }
          return Worlds.answer(item, "x", "stop", 1, 1);
        };

    assertThatThrownBy(() -> new Interview(asker, "new", "old", 1, 1).ask(ITEMS, n -> {}))
        .isInstanceOf(UnusableEvaluationException.class)
        .hasMessage("refused");
  }
}
