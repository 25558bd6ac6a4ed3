package io.homeostat.monitor.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.HeapTable;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.PlanWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signals whose values are not kept by property. */
class ByTimeTest {
  private static final long CHANGE = Toy.START + 3_600_000;

  private static CauseFinding cause(String signal, String release, long began) {
    CauseFinder causes = new CauseFinder(new HeapTable());
    causes.score(Toy.score("i", "s", "date", began, 1, release, "Stable", 1), "date");
    return causes
        .look(
            new CauseFinder.Question(
                Toy.service(List.of(), PlanWeights.UNKNOWN),
                "date",
                signal,
                "",
                Toy.STABLE,
                release,
                CHANGE,
                true,
                null,
                0,
                null,
                null))
        .finding();
  }

  @Test
  void laterAnswersOfTheSameReleaseComeFromUpstream() {
    assertThat(cause("Latency", Toy.STABLE, Toy.START).cause()).isEqualTo("Upstream");
    assertThat(cause("TimeToFirstToken", Toy.STABLE, Toy.START).cause()).isEqualTo("Upstream");
  }

  @Test
  void laterAnswersSinceAReleaseComeFromIt() {
    assertThat(cause("InterToken", Toy.CANDIDATE, CHANGE + 60_000).cause()).isEqualTo("Release");
    assertThat(cause("Latency", Toy.CANDIDATE, Toy.START).cause()).isEqualTo("Upstream");
  }

  @Test
  void longerQuestionsAreNeverTheReleases() {
    assertThat(cause("InputTokens", Toy.CANDIDATE, CHANGE).cause()).isEqualTo("InputShift");
  }

  @Test
  void anythingElseIsUnknownUnlessAReleaseBegan() {
    assertThat(cause("OutputTokens", Toy.STABLE, Toy.START).cause()).isEqualTo("Unknown");
    assertThat(cause("OutputTokens", Toy.CANDIDATE, CHANGE).cause()).isEqualTo("Release");
  }
}
