package io.homeostat.operator.healing.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryAccountTest {
  private static final String STARTED = ", startedAt: \"2026-11-21T08:00:00Z\"";

  @Test
  void everyCanaryThatGotTrafficSpendsItsAlpha() {
    HealingPolicyStatus.Account account =
        CanaryAccount.of(
            List.of(
                canary("{}", "{state: Promoted" + STARTED + "}"),
                canary("{alpha: \"0.01\"}", "{state: RolledBack" + STARTED + "}"),
                canary("{alpha: \"0.1\"}", "{state: Waiting}"),
                canary("{alpha: \"0.02\"}", "{state: Progressing" + STARTED + "}")));

    assertThat(account).isEqualTo(new HealingPolicyStatus.Account(3, 1, 1, "0.08", "0.08"));
  }

  @Test
  void aDryRunSpendsErrorAndPromotesNothing() {
    CanaryRelease dry =
        Serialization.unmarshal(
            """
            spec: {modelServiceRef: {name: s}, candidateRef: {name: r}, plan: {alpha: "0.05"}, dryRun: true}
            status: {state: Completed, startedAt: "2026-11-21T08:00:00Z"}
            """,
            CanaryRelease.class);

    HealingPolicyStatus.Account account = CanaryAccount.of(List.of(dry));

    assertThat(account.errorSpent()).isEqualTo("0.05");
    assertThat(account.expectedFalsePromotions()).isEqualTo("0");
  }

  @Test
  void aServiceWithoutCanariesHasRiskedNothing() {
    assertThat(CanaryAccount.of(List.of()))
        .isEqualTo(new HealingPolicyStatus.Account(0, 0, 0, "0", "0"));
  }

  private static CanaryRelease canary(String plan, String status) {
    return Serialization.unmarshal(
        """
        spec: {modelServiceRef: {name: s}, candidateRef: {name: r}, plan: %s}
        status: %s
        """
            .formatted(plan, status),
        CanaryRelease.class);
  }
}
