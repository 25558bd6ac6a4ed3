package io.homeostat.monitor.definitions;

import static io.homeostat.monitor.definitions.DefinitionsReaderTest.SERVICE;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.canary;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.canaryOf;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.plan;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.read;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.statistics.canary.PromotionGoal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of analysis that a plan may have. */
class CanaryReaderTest {
  private static CanaryPlan wholePlan() {
    return new CanaryPlan(
        List.of(new CanaryPlan.Step(50, 0, 0), new CanaryPlan.Step(400, 0, 0)),
        List.of(
            analysis("latency", "Latency", null, "NonInferiority", "0.05", null),
            analysis("cost", "Cost", null, "NonInferiority", "0.1", null),
            analysis(
                "ttft",
                "TimeToFirstToken",
                null,
                "Threshold",
                null,
                new Analysis.Threshold(null, "850", 300, "0.95")),
            analysis(
                "grounded",
                "Score",
                "groundedness",
                "Threshold",
                null,
                new Analysis.Threshold("0.82", null, null, null)),
            analysis(
                "queue",
                "Prometheus",
                null,
                "Threshold",
                null,
                new Analysis.Threshold(null, "3", null, null))),
        "0.04",
        null,
        null,
        null,
        3_600,
        null,
        null,
        null,
        null,
        null,
        new CanaryPlan.Prices("0.5", "2"),
        null);
  }

  private static Analysis analysis(
      String name,
      String metric,
      String score,
      String test,
      String margin,
      Analysis.Threshold threshold) {
    return new Analysis(name, metric, score, null, test, margin, null, threshold, null, null, null);
  }

  @Test
  void thresholdsAmountsAndTimesAreReadWithTheirShareOfAlpha() {
    CanaryDefinition canary = canaryOf(canary("Progressing", 1, wholePlan()));
    assertThat(canary.analyses())
        .extracting(CanaryAnalysis::name)
        .as("Prometheus is the operator's")
        .containsExactly("latency", "cost", "ttft", "grounded");
    assertThat(canary.comparisons()).hasSize(2);
    assertThat(canary.thresholds())
        .extracting(CanaryAnalysis::limit)
        .containsExactly(
            new CanaryAnalysis.Limit(850, true, 300_000, 0.95, 0.01),
            new CanaryAnalysis.Limit(0.82, false, 600_000, null, 0.01));
    assertThat(canary.settings().metrics())
        .extracting(metric -> metric.weight())
        .containsExactly(0.25, 0.25);
    assertThat(canary.settings().metrics().getLast().goal())
        .as("a tenth of stable's mean, of a scale that ends at four times the mean")
        .isEqualTo(new PromotionGoal.NotWorse(0.025));
    assertThat(canary.parts()).containsExactly("groundedness");
    assertThat(canary.frame())
        .isEqualTo(
            new CanaryDefinition.Frame(canary.startedAtMillis() + 3_600_000, 0.4, 0.5e-6, 2e-6));
  }

  @Test
  void shadowPhaseIsAStepAndADryRunHasNoOtherAndWaitsForNoTimes() {
    CanaryRelease shadow = canary("Progressing", 2, wholePlan());
    shadow.setSpec(
        new CanaryReleaseSpec(SERVICE, new Ref("desk-new"), wholePlan(), "Shadow", null, null));
    assertThat(canaryOf(shadow).settings().declaredSteps()).isEqualTo(3);
    assertThat(canaryOf(shadow).step()).isEqualTo(2);
    shadow.setSpec(
        new CanaryReleaseSpec(SERVICE, new Ref("desk-new"), wholePlan(), null, true, null));
    assertThat(canaryOf(shadow).settings().declaredSteps()).isEqualTo(1);
    assertThat(canaryOf(shadow).settings().metrics().getFirst().goal())
        .isEqualTo(new PromotionGoal.Nothing());
  }

  @Test
  void canaryIsUndecidableLongAfterAGoodCandidateWouldHaveShownItself() {
    CanaryDefinition wide = canaryOf(canary("Progressing", 0, null));
    CanaryDefinition narrow =
        canaryOf(
            canary(
                "Progressing",
                0,
                plan(new Analysis("q", "Quality", null, "NonInferiority", "0.01", null, null))));
    assertThat(wide.settings().maximumUnits()).isBetween(5_000, 20_000);
    assertThat(narrow.settings().maximumUnits()).isBetween(100_000, 500_000);
  }

  @Test
  void thresholdWithoutAUsableFigureIsNamed() {
    CanaryPlan plan =
        plan(
            analysis(
                "toxic",
                "Score",
                "toxicity",
                "Threshold",
                null,
                new Analysis.Threshold(null, "1.5", null, null)));
    assertThat(
            read(List.of(), List.of(canary("Progressing", 0, plan)), List.of(release()))
                .problems()
                .getFirst())
        .contains("spec.plan.analysis[toxic].threshold must be above 0 and below 1, found 1.5");
  }
}
