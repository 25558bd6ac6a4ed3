package io.homeostat.scorer.rescoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.scorer.rescoring.StoredAnswers.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RescoringTest {
  private final Drifted world = new Drifted();
  private final List<RescoringVerdict> published = new ArrayList<>();
  private final Rescoring rescoring = new Rescoring(world.definitions, world::stored, world.clock);
  private final Rescorings rescorings =
      new Rescorings(world.definitions, world::stored, published::add, Runnable::run, world.clock);

  private void look() {
    rescorings.look(Drifted.verdict(Drifted.fell("Quality")));
  }

  @Test
  void aJudgeThatSaysTheSameOfAllAnswersNowExplainsTheWholeDrop() {
    world.today = 3;
    look();

    RescoringVerdict verdict = published.getFirst();
    assertThat(verdict.key()).isEqualTo("ns/support|Rescoring|ns/support-drift|date");
    assertThat(verdict.subjectUid()).isEqualTo("uid-drift");
    assertThat(verdict.judgeDigest()).isEqualTo("digest-of-judge");
    assertThat(verdict.before()).isEqualTo(new RescoringVerdict.Sample(120, 1, 0.5));
    assertThat(verdict.since()).isEqualTo(new RescoringVerdict.Sample(60, 0.5, 0.5));
    assertThat(verdict.fell()).isCloseTo(0.5, within(1e-12));
    assertThat(verdict.judgePart()).isCloseTo(0.5, within(1e-12));
    assertThat(verdict.lower()).isPositive();
  }

  @Test
  void answersAreComparedUnderOneReleaseAndOneScorerSet() {
    look();
    assertThat(world.asked)
        .containsExactly(
            new Period("ns/support", "date", null, "set-1", Drifted.CHANGE, world.clock.instant()),
            new Period(
                "ns/support",
                "date",
                "r-1",
                "set-1",
                Drifted.CHANGE.minus(Duration.ofDays(30)),
                Drifted.CHANGE));
  }

  @Test
  void tooFewAnswersSayNothingAndAreWaitedFor() {
    world.storedSince = 29;
    look();
    assertThat(published).isEmpty();
    assertThat(world.budget.usage().total().requests()).isZero();

    world.storedSince = 30;
    look();
    assertThat(published).as("within the pause").isEmpty();
    world.clock.step(Rescorings.PAUSE);
    look();
    assertThat(published).hasSize(1);
  }

  @Test
  void eachDriftIsRatedAgainOnceEvenAfterARestart() {
    look();
    world.clock.step(Duration.ofHours(1));
    look();
    assertThat(published).hasSize(1);

    Rescorings another =
        new Rescorings(
            world.definitions, world::stored, published::add, Runnable::run, world.clock);
    another.published(published.getFirst());
    another.look(Drifted.verdict(Drifted.fell("Score/judge.relevance")));
    assertThat(published).hasSize(1);
  }

  @Test
  void halfOfTheDaysBudgetIsLeftForScoring() {
    world.budget.limit(new JudgeSpec.Budget(300, null, null));
    look();
    assertThat(published).as("180 of at most 150").isEmpty();
    assertThat(world.budget.usage().total().requests()).isEqualTo(150);
  }

  @Test
  void valuesThatNoJudgeGivesAndServicesOfOthersAreLeftAlone() {
    assertThat(rescoring.concerns(Drifted.verdict(), Drifted.fell("Errors"))).isFalse();
    assertThat(rescoring.concerns(Drifted.verdict(), Drifted.fell("Score/groundedness"))).isFalse();
    assertThat(rescoring.concerns(Drifted.verdict(), Drifted.fell("Quality"))).isTrue();
    world.definitions.removePolicy("ns/quality");
    assertThat(rescoring.concerns(Drifted.verdict(), Drifted.fell("Quality"))).isFalse();
  }

  @Test
  void anArchiveThatIsAwayIsAskedAgainLater() {
    world.archiveAway = true;
    assertThatIOException()
        .isThrownBy(() -> rescoring.rate(Drifted.verdict(), Drifted.fell("Quality")));
    look();
    world.archiveAway = false;
    world.clock.step(Rescorings.PAUSE);
    look();
    assertThat(published).hasSize(1);
  }
}
