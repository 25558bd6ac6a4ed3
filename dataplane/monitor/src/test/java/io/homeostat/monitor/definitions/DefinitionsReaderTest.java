package io.homeostat.monitor.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlanDigest;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.DefinitionsReader.DeclaredObjects;
import io.homeostat.statistics.canary.PromotionGoal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsReaderTest {
  static final Ref SERVICE = new Ref("desk");

  static <T extends HasMetadata> T named(T object, String name) {
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("support")
            .withName(name)
            .withUid("uid-" + name)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .build());
    return object;
  }

  static QualityPolicy policy(String name) {
    QualityPolicy policy = named(new QualityPolicy(), name);
    policy.setSpec(
        new QualityPolicySpec(
            SERVICE,
            null,
            List.of(
                new QualityPolicySpec.Capability("date", null, null, null, null, null),
                new QualityPolicySpec.Capability("units", null, null, null, null, null)),
            new QualityPolicySpec.Scorers(
                new QualityPolicySpec.JudgeScorer(new Ref("judge"), null, null),
                null,
                null,
                null,
                null,
                null,
                null),
            15,
            2,
            null,
            null));
    return policy;
  }

  static DriftMonitor monitor(DriftMonitorSpec spec) {
    DriftMonitor monitor = named(new DriftMonitor(), "drift");
    monitor.setSpec(spec);
    return monitor;
  }

  static DriftMonitorSpec spec(String smallestDrop, String perMonth) {
    return new DriftMonitorSpec(
        SERVICE,
        List.of(
            new DriftMonitorSpec.Signal("Quality", null, null),
            new DriftMonitorSpec.Signal("Errors", null, null)),
        smallestDrop,
        new DriftMonitorSpec.FalseAlarms(perMonth, null, null),
        new DriftMonitorSpec.Baseline(100, 150, 60, null, null),
        null,
        null,
        null);
  }

  static CanaryRelease canary(String state, Integer step, CanaryPlan plan) {
    CanaryRelease canary = named(new CanaryRelease(), "canary");
    canary.setSpec(new CanaryReleaseSpec(SERVICE, new Ref("desk-new"), plan));
    canary.setStatus(
        new CanaryReleaseStatus(
            1L,
            List.of(),
            state,
            "desk-old",
            null,
            step,
            null,
            50,
            null,
            0,
            null,
            "2026-01-01T00:00:10Z",
            null,
            0,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null));
    return canary;
  }

  static Release release() {
    Release release = named(new Release(), "desk-new");
    release.setSpec(new ReleaseSpec(SERVICE, "f".repeat(64), "desk-new", tuple(), null));
    return release;
  }

  static ReleaseTuple tuple() {
    return new ReleaseTuple(
        1,
        new ReleaseTuple.Model("pvc://models/base", "r1"),
        null,
        new ReleaseTuple.PromptText("", "0".repeat(64)),
        null,
        new ReleaseTuple.Engine("vllm:1", List.of()));
  }

  static CanaryPlan plan(Analysis... analyses) {
    return new CanaryPlan(
        List.of(
            new CanaryPlan.Step(50, 0, 0),
            new CanaryPlan.Step(200, 0, 0),
            new CanaryPlan.Step(500, 0, 0)),
        List.of(analyses),
        "0.1",
        300,
        null,
        null,
        null,
        null);
  }

  static Definitions read(
      List<DriftMonitor> monitors, List<CanaryRelease> canaries, List<Release> releases) {
    return DefinitionsReader.read(
        new DeclaredObjects(List.of(policy("policy")), monitors, canaries, releases), Map.of());
  }

  static CanaryDefinition canaryOf(CanaryRelease canary) {
    return read(List.of(), List.of(canary), List.of(release()))
        .service("support/desk")
        .orElseThrow()
        .canaries()
        .getFirst();
  }

  @Test
  void policyGivesWindowLatenessJudgeAndCapabilities() {
    ServiceDefinition service =
        read(List.of(), List.of(), List.of()).service("support/desk").orElseThrow();
    assertThat(service.windowMillis()).isEqualTo(15_000);
    assertThat(service.latenessMillis())
        .as("judges need at least five seconds to answer out of order")
        .isEqualTo(5_000);
    assertThat(service.judge()).isEqualTo("support/judge");
    assertThat(service.capability("date")).isEqualTo("date");
    assertThat(service.capability("invented")).isEqualTo("other");
    assertThat(service.capability(null)).isEqualTo("other");
  }

  @Test
  void unusableObjectIsLeftOutWithASentenceThatNamesTheField() {
    Definitions definitions =
        read(
            List.of(monitor(spec("ten", "1"))),
            List.of(canary("Progressing", 0, plan())),
            List.of(release()));
    assertThat(definitions.problems())
        .containsExactly(
            "DriftMonitor support/drift is not used: spec.smallestDropThatMatters must be a decimal such as \"0.02\", found"
                + " 'ten'");
    assertThat(definitions.service("support/desk").orElseThrow().canaries()).hasSize(1);
    assertThat(read(List.of(monitor(spec("0.1", "0"))), List.of(), List.of()).problems().getFirst())
        .contains("spec.falseAlarms.perMonth must be above 0");
  }

  @Test
  void runningCanaryIsReadWithItsPlan() {
    CanaryPlan plan =
        plan(
            new Analysis("date", "Quality", "date", "Superiority", null, "0.2", "0.5"),
            new Analysis("rest", "Quality", null, "NonInferiority", "0.07", null, "0.25"),
            new Analysis("errors", "Errors", null, null, "0.05", null, "0.25"));
    CanaryDefinition canary = canaryOf(canary("Paused", 1, plan));
    assertThat(canary.candidate()).isEqualTo("desk-new");
    assertThat(canary.stable()).isEqualTo("desk-old");
    assertThat(canary.fingerprint()).isEqualTo("f".repeat(64));
    assertThat(canary.planDigest()).isEqualTo(CanaryPlanDigest.of(plan));
    assertThat(canary.startedAtMillis())
        .isEqualTo(Instant.parse("2026-01-01T00:00:10Z").toEpochMilli());
    assertThat(canary.phase()).isEqualTo(Phase.TESTING);
    assertThat(canary.step()).isEqualTo(1);
    assertThat(canary.settings().alpha()).isEqualTo(0.1);
    assertThat(canary.settings().minimumUnits()).isEqualTo(300);
    assertThat(canary.settings().declaredSteps()).isEqualTo(3);
    assertThat(canary.settings().metrics())
        .extracting(metric -> metric.goal())
        .containsExactly(
            new PromotionGoal.Better(0.2),
            new PromotionGoal.NotWorse(0.07),
            new PromotionGoal.NotWorse(0.05));
    assertThat(canary.settings().metrics().getFirst().weight()).isEqualTo(0.5, within(1e-12));
    assertThat(canary.judged()).isTrue();
  }

  @Test
  void planWithoutWordsMeansQualityAndErrorsNotWorse() {
    CanaryDefinition canary = canaryOf(canary("Baking", 7, null));
    assertThat(canary.phase()).isEqualTo(Phase.BAKING);
    assertThat(canary.step()).isEqualTo(1);
    assertThat(canary.analyses())
        .extracting(CanaryAnalysis::measure)
        .containsExactly(CanaryMeasure.QUALITY, CanaryMeasure.ERRORS);
    assertThat(canary.settings().metrics())
        .extracting(metric -> metric.weight())
        .containsExactly(0.5, 0.5);
  }

  @Test
  void finishedCanaryIsOverAndAnUnknownCandidateIsNotTested() {
    for (String state : List.of("Promoted", "RolledBack", "Aborted", "Superseded", "Completed")) {
      assertThat(canaryOf(canary(state, 1, plan())).phase()).isEqualTo(Phase.OVER);
    }
    assertThat(
            read(List.of(), List.of(canary("Progressing", 0, plan())), List.of())
                .service("support/desk")
                .orElseThrow()
                .canaries())
        .isEmpty();
    CanaryRelease waiting = canary("Waiting", 0, plan());
    waiting.setStatus(null);
    assertThat(
            read(List.of(), List.of(waiting), List.of(release()))
                .service("support/desk")
                .orElseThrow()
                .canaries())
        .isEmpty();
  }

  @Test
  void oldestPolicyOfAServiceWins() {
    QualityPolicy younger = policy("a-younger");
    younger.getMetadata().setCreationTimestamp("2026-02-01T00:00:00Z");
    Definitions definitions =
        DefinitionsReader.read(
            new DeclaredObjects(List.of(younger, policy("older")), List.of(), List.of(), List.of()),
            Map.of());
    assertThat(definitions.problems())
        .containsExactly(
            "QualityPolicy support/a-younger is not used: support/desk has an older one, support/older");
  }

  @Test
  void onlyTheLatestRevisionsAreKnown() {
    PlanWeights weights = PlanWeights.UNKNOWN;
    for (int revision = 1; revision <= 50; revision++) {
      weights = weights.with(revision, List.of(new PlanWeights.Route("desk-old", "Stable", 1000)));
    }
    assertThat(weights.at(50)).isPresent();
    assertThat(weights.at(18)).isEmpty();
    assertThat(weights.revisions()).hasSize(PlanWeights.MOST_REVISIONS);
  }
}
