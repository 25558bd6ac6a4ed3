package io.homeostat.operator.healing.decide;

import static io.homeostat.operator.healing.decide.Sights.CLOCK;
import static io.homeostat.operator.healing.decide.Sights.NOW;
import static io.homeostat.operator.healing.decide.Sights.date;
import static io.homeostat.operator.healing.decide.Sights.drifting;
import static io.homeostat.operator.healing.decide.Sights.seen;
import static io.homeostat.operator.healing.decide.Sights.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRunPlan.Attempt;
import io.homeostat.crds.healingrun.HealingRunPlan.Part;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a repair plans to try. */
class RepairAttemptsTest {
  private static final Part DATE = new Part("date", "first-tune");
  private static final Part ORDER = new Part("order", "order-tune");
  private static final String BEFORE = "support-aaaaaaaaaa";
  private static final Map<String, String> RELEASES = Map.of(BEFORE, "c".repeat(64));
  private static final RunSummary FIRST =
      Repairs.ended("first", "heal", NOW.minusSeconds(90_000), "Promoted");

  @Test
  void aServiceThatWasNeverRepairedGetsANewAdapter() {
    assertThat(attempts(Sights.NOTHING, List.of())).containsExactly(Repairs.FINE_TUNE);
  }

  @Test
  void whereTheWorldMayHaveChangedBackTheReleaseBeforeTheRepairIsTriedFirst() {
    RepairSources sources = sources(List.of(DATE), List.of(), List.of("first-tune"));

    assertThat(attempts(sources, List.of(FIRST)))
        .containsExactly(new Attempt("EarlierRelease", BEFORE, null, null), Repairs.FINE_TUNE);
  }

  @Test
  void aReleaseThatWasRejectedIsNoEarlierRelease() {
    RepairSources sources = sources(List.of(DATE), List.of("c".repeat(64)), List.of("first-tune"));

    assertThat(attempts(sources, List.of(FIRST))).containsExactly(Repairs.FINE_TUNE);
  }

  @Test
  void anAdapterOfAnEarlierRepairThatStableDoesNotHaveIsTriedBeforeANewOne() {
    RepairSources sources = sources(List.of(), List.of(), List.of("first-tune"));

    assertThat(attempts(sources, List.of(FIRST)))
        .containsExactly(new Attempt("ExistingAdapter", null, DATE, null), Repairs.FINE_TUNE);
  }

  @Test
  void whatStableHasForOtherCapabilitiesIsMergedWithTheNewAdapter() {
    RepairSources sources = sources(List.of(ORDER), List.of(), List.of("order-tune"));

    assertThat(attempts(sources, List.of()))
        .containsExactly(Repairs.FINE_TUNE, new Attempt("Merge", null, null, List.of(ORDER)));
  }

  @Test
  void theOldAdapterOfTheDriftedCapabilityIsLeftOutOfTheMerge() {
    RepairSources sources =
        sources(List.of(ORDER, DATE), List.of(), List.of("order-tune", "first-tune"));

    assertThat(attempts(sources, List.of(FIRST)).getLast())
        .isEqualTo(new Attempt("Merge", null, null, List.of(ORDER)));
  }

  @Test
  void aReleaseThatBroughtTheDropIsAnsweredByTheReleaseOfTheBaseline() {
    HealingRunSpec.Drift drift =
        new HealingRunSpec.Drift(
            "support", "date", "Quality", "0.4", "0.9", "2026-11-21T07:50:00Z", "Release", BEFORE);
    RepairSources sources = sources(List.of(), List.of(), List.of());
    HealingObservation seen = observation(sources, List.of());

    assertThat(RepairAttempts.of(seen, drift, seen.spec().recipe()).getFirst())
        .isEqualTo(new Attempt("EarlierRelease", BEFORE, null, null));
  }

  @Test
  void onlyStrategiesOfTheRecipeAreTried() {
    HealingObservation seen =
        observation(sources(List.of(ORDER), List.of(), List.of("order-tune")), List.of(FIRST));
    var recipe = seen.spec().recipe();
    var only =
        new HealingRecipe(
            List.of("ExistingAdapter"),
            recipe.dataset(),
            recipe.fineTune(),
            recipe.merge(),
            recipe.evaluation(),
            recipe.release());

    assertThat(RepairAttempts.of(seen, Repairs.DRIFT, only)).isEmpty();
  }

  @Test
  void observeModeNamesEachAttempt() {
    RepairSources sources =
        sources(List.of(DATE, ORDER), List.of(), List.of("first-tune", "order-tune"));
    HealingRunSpec run = start(sources, List.of(FIRST)).run();

    assertThat(RepairSpec.words(run.plan()))
        .isEqualTo(
            "the earlier Release '%s', then an adapter trained on corrections, then the new adapter merged with that of 'order-tune'"
                .formatted(BEFORE));
  }

  private static List<Attempt> attempts(RepairSources sources, List<RunSummary> runs) {
    return start(sources, runs).run().plan().attempts();
  }

  private static HealingDecision.Start start(RepairSources sources, List<RunSummary> runs) {
    return (HealingDecision.Start) new HealingChoice(CLOCK).decide(observation(sources, runs));
  }

  private static HealingObservation observation(RepairSources sources, List<RunSummary> runs) {
    return with(seen("Heal", drifting(date("ExpectedAnswers"))), runs, sources);
  }

  private static RepairSources sources(
      List<Part> parts, List<String> rejected, List<String> trained) {
    return new RepairSources(Repairs.CAPABILITIES, parts, RELEASES, rejected, trained);
  }
}
