package io.homeostat.webhooks.warning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, consent and time that services share with what is declared beside them. */
class NeighboursTest {
  private static final String CANARY =
      """
      metadata: {name: %s}
      spec:
        modelServiceRef: {name: support}
        candidateRef: {name: support-b}
        plan: {deadlineSeconds: %d}
      """;

  @Test
  void theYoungerOfTwoServicesOfOneNameIsToldHowClientsReachIt() {
    Around around =
        new Around()
            .with(
                ModelService.class,
                "{metadata: {name: desk, namespace: shop}, spec: {modelName: support}}");

    assertThat(around.creating(ModelService.class, "{metadata: {name: support}, spec: {}}"))
        .containsExactly(
            "spec.modelName: ModelService shop/desk has the name 'support', too, and the older one"
                + " keeps it; clients reach the younger as support/support only");
    assertThat(around.creating(ModelService.class, "{metadata: {name: other}, spec: {}}"))
        .isEmpty();
  }

  @Test
  void theOlderOneThatTakesANameIsToldWhoseNameItWas() {
    Around around =
        new Around()
            .with(
                ModelService.class,
                "{metadata: {name: desk, namespace: shop}, spec: {modelName: support}}");
    String old =
        "{metadata: {name: first, creationTimestamp: '2025-01-01T00:00:00Z'}, spec: {modelName: %s}}";

    assertThat(around.changing(ModelService.class, old.formatted("a"), old.formatted("support")))
        .singleElement()
        .asString()
        .endsWith("clients reach the younger as shop/desk only");
    assertThat(
            around.changing(ModelService.class, old.formatted("support"), old.formatted("support")))
        .as("what was told before is not told at each change")
        .isEmpty();
  }

  @Test
  void aRepairOfAServiceThatAllowsNobodyToLearnIsTold() {
    Around around =
        new Around()
            .with(
                ModelService.class,
                "{metadata: {name: support}, spec: {capture: {use: [Scoring]}}}")
            .with(
                DriftMonitor.class,
                "{metadata: {name: support}, spec: {modelServiceRef: {name: support}}}");
    String policy = "{metadata: {name: heal}, spec: {mode: %s, driftMonitorRef: {name: support}}}";

    assertThat(around.creating(HealingPolicy.class, policy.formatted("Observe"))).isEmpty();
    assertThat(around.creating(HealingPolicy.class, policy.formatted("Heal")))
        .containsExactly(
            "spec.mode: Heal: ModelService 'support' should name a claim in spec.artifacts, without"
                + " which no adapter can be kept",
            "spec.mode: Heal: ModelService 'support' should add Training to spec.capture.use,"
                + " without which no traffic is learnt from");
    assertThat(
            around.creating(
                Dataset.class,
                """
                metadata: {name: refunds}
                spec: {modelServiceRef: {name: support}, sources: [{name: c, corrections: {capability: refunds}}]}
                """))
        .hasSize(2);
  }

  @Test
  void aServiceWithConsentAndAClaimGivesNoWarning() {
    Around around =
        new Around()
            .with(
                ModelService.class,
                """
                metadata: {name: support}
                spec: {artifacts: {claimName: work}, capture: {use: [Scoring, Training]}}
                """)
            .with(
                DriftMonitor.class,
                "{metadata: {name: support}, spec: {modelServiceRef: {name: support}}}");

    assertThat(
            around.creating(
                HealingPolicy.class,
                "{metadata: {name: heal}, spec: {mode: Heal, driftMonitorRef: {name: support}}}"))
        .isEmpty();
  }

  @Test
  void stepsThatPauseBeyondTheDeadlineAreTold() {
    String plan =
        "{metadata: {name: support}, spec: {release: {steps: [{weightPermille: 50, pauseSeconds:"
            + " 4000}, {weightPermille: 500, pauseSeconds: %d}], deadlineSeconds: 7200}}}";

    assertThat(new Around().creating(ModelService.class, plan.formatted(3000))).isEmpty();
    assertThat(new Around().creating(ModelService.class, plan.formatted(4000)))
        .containsExactly(
            "spec.release.deadlineSeconds: the steps pause for 8000 s, and an undecided canary is"
                + " rolled back after 7200 s; lengthen it or shorten pauseSeconds");
  }

  @ParameterizedTest
  @CsvSource({
    "'False', 90000, 86400, true",
    "'False', 90000, 100000, false",
    "'False', , 100000, true",
    "'True', 90000, 86400, false"
  })
  void aPlanThatTheLatestCanaryFoundTooShortForTodaysTrafficIsTold(
      String onTime, Integer needed, int deadline, boolean told) {
    Around around =
        new Around()
            .with(ModelService.class, "{metadata: {name: support}, spec: {}}")
            .with(
                Release.class,
                "{metadata: {name: support-b}, spec: {modelServiceRef: {name: support}}}")
            .with(CanaryRelease.class, canary("old", "2026-01-01", "True", 1))
            .with(CanaryRelease.class, canary("latest", "2026-02-01", onTime, needed));

    List<String> warnings =
        around.creating(CanaryRelease.class, CANARY.formatted("next", deadline));

    if (told) {
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith(
              "spec.plan.deadlineSeconds: CanaryRelease 'latest' found that today's traffic");
    } else {
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void noWarningIsLongerThanWhatTheApiServerShows() {
    String name = "n".repeat(63);
    Around around =
        new Around()
            .with(
                ModelService.class,
                "{metadata: {name: %s, namespace: %s}, spec: {modelName: %s}}"
                    .formatted(name, "m".repeat(63), "o".repeat(63)));

    assertThat(
            around.creating(
                ModelService.class,
                "{metadata: {name: %s, namespace: %s}, spec: {modelName: %s}}"
                    .formatted(name, "q".repeat(63), "o".repeat(63))))
        .singleElement()
        .asString()
        .hasSize(256)
        .endsWith("…");
  }

  private static String canary(String name, String day, String onTime, Integer needed) {
    return CANARY
            .formatted(name, 86_400)
            .replace(
                "name: " + name, "name: %s, creationTimestamp: '%sT00:00:00Z'".formatted(name, day))
        + """
        status:
          conditions: [{type: OnTime, status: "%s"}]
          forecast: {expectedSeconds: %s}
        """
            .formatted(onTime, needed == null ? "null" : needed);
  }
}
