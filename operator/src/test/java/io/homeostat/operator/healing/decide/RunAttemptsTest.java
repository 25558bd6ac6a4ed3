package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.RunProgressTest.decide;
import static io.homeostat.operator.healing.decide.RunProgressTest.evaluated;
import static io.homeostat.operator.healing.decide.World.condition;
import static io.homeostat.operator.healing.decide.World.earlier;
import static io.homeostat.operator.healing.decide.World.world;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.healingrun.HealingRunPlan.Part;
import io.homeostat.operator.learning.decide.JobFailure;
import io.homeostat.operator.learning.decide.LearningReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a repair tries, one attempt after the other. */
class RunAttemptsTest {
  private static final String OLD = "c".repeat(64);
  private static final Attempt EARLIER =
      new Attempt("EarlierRelease", "support-cccccccccc", null, null);
  private static final Attempt EXISTING =
      new Attempt("ExistingAdapter", null, new Part("date", "old-tune"), null);
  private static final Attempt MERGE =
      new Attempt("Merge", null, null, List.of(new Part("order", "order-tune")));

  @Test
  void anEarlierReleaseIsEvaluatedWithoutTraining() {
    RunDecision decision =
        decide(
            world(1)
                .withPlan(Repairs.plan(EARLIER, Repairs.FINE_TUNE))
                .withEarlier(earlier(EARLIER, OLD, null))
                .view(null));

    assertThat(decision.create()).isEqualTo(RunChild.EVALUATION);
    assertThat(decision.status().strategy()).isEqualTo("EarlierRelease");
    assertThat(decision.status().release()).isEqualTo("support-cccccccccc");
    assertThat(Conditions.find(decision.status().conditions(), "Trained").orElseThrow().getReason())
        .isEqualTo("NotRequired");
    assertThat(Conditions.find(decision.status().conditions(), "Merged").orElseThrow().getReason())
        .isEqualTo("NotRequired");
  }

  @Test
  void anAttemptThatFailsItsEvaluationMakesRoomForTheNext() {
    RunDecision decision =
        decide(
            world(1)
                .withPlan(Repairs.plan(EARLIER, EXISTING, Repairs.FINE_TUNE))
                .withEarlier(
                    earlier(EARLIER, OLD, evaluated("Fail")),
                    earlier(EXISTING, "d".repeat(64), evaluated("Inconclusive")))
                .view(null));

    assertThat(decision.create()).isEqualTo(RunChild.FINE_TUNE_JOB);
    assertThat(decision.status().strategy()).isEqualTo("FineTune");
    assertThat(decision.status().tried())
        .extracting(tried -> tried.strategy() + " " + tried.evaluation())
        .containsExactly(
            "EarlierRelease run-eval-EarlierRelease", "ExistingAdapter run-eval-ExistingAdapter");
    assertThat(decision.status().tried().getFirst().message()).contains("gate x");
  }

  @Test
  void whatAnAttemptNeededAndIsGoneIsPassedOver() {
    RunView.Candidate gone =
        new RunView.Candidate(
            EARLIER, null, null, RunView.Child.absent(null), RunView.Child.absent(null), null);

    RunDecision decision =
        decide(
            world(1)
                .withPlan(Repairs.plan(EARLIER, Repairs.FINE_TUNE))
                .withEarlier(gone)
                .view(null));

    assertThat(decision.create()).isEqualTo(RunChild.FINE_TUNE_JOB);
    assertThat(decision.status().tried().getFirst().message())
        .isEqualTo("Release 'support-cccccccccc' is gone");
  }

  @Test
  void theNewAdapterIsMergedWithThoseOfOtherCapabilitiesWhenItAloneLosesThem() {
    World world =
        world(2)
            .withProposed(null)
            .withPlan(Repairs.plan(Repairs.FINE_TUNE, MERGE))
            .withEarlier(earlier(Repairs.FINE_TUNE, OLD, evaluated("Fail")));

    assertThat(decide(world.view(null)).create()).isEqualTo(RunChild.ADAPTER_MERGE);
    assertThat(decide(world.withMerge(null).view(null)).status().state()).isEqualTo("Merging");

    RunDecision merged =
        decide(world.withMerge(merged()).withProposed(Repairs.PROPOSED).view(null));
    assertThat(merged.create()).isEqualTo(RunChild.RELEASE);
    assertThat(merged.status().adapterMerge()).isEqualTo("run-merge");
    assertThat(Conditions.find(merged.status().conditions(), "Merged").orElseThrow().getMessage())
        .contains("run-merge-1", "TIESSVD");
  }

  @Test
  void aMergeThatFailsItsGuardEndsTheRun() {
    RunDecision decision =
        decide(
            world(2)
                .withProposed(null)
                .withPlan(Repairs.plan(MERGE))
                .withMerge(mergeFailed())
                .view(null));

    assertThat(decision.reason()).isEqualTo(RunReason.MergeFailed);
    assertThat(decision.message()).contains("run-merge", "order lost 0.2");
  }

  private static AdapterMergeStatus merged() {
    return merge(
        ConditionStatus.TRUE,
        LearningReason.AdapterTrained,
        new FineTuneJobStatus.Artifact("run-merge-1", "pvc://a/adapters/run-merge-1", "f"));
  }

  private static AdapterMergeStatus mergeFailed() {
    return merge(ConditionStatus.FALSE, JobFailure.JobFailed, null);
  }

  private static AdapterMergeStatus merge(
      ConditionStatus status, Enum<?> reason, FineTuneJobStatus.Artifact artifact) {
    return new AdapterMergeStatus(
        1L,
        condition("Succeeded", status, reason, "order lost 0.2"),
        "job",
        null,
        null,
        "TIESSVD",
        16,
        null,
        artifact,
        List.of(),
        List.of(),
        List.of(),
        2,
        null,
        null);
  }
}
