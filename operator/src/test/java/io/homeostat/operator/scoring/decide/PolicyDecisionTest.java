package io.homeostat.operator.scoring.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.qualitypolicy.QualityPolicyStatus;
import io.homeostat.events.PolicyVerdict;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final QualityPolicySpec POLICY =
      Serialization.unmarshal(
          "modelServiceRef: {name: support}\nscorers: {judge: {ref: {name: grader}}}",
          QualityPolicySpec.class);

  @Test
  void aPolicyIsReadyWhenAllItNamesIsThereAndTheScorerRuns() {
    assertThat(ready(policy(true, true, true)).getStatus()).isEqualTo("True");
    assertThat(ready(policy(false, true, true)).getReason()).isEqualTo("ModelServiceNotFound");
    assertThat(ready(policy(true, false, true)).getMessage())
        .contains("Judge 'grader'", "create it");
    assertThat(ready(policy(true, true, false)).getReason()).isEqualTo("ScorerNotAvailable");
    assertThat(policy(true, true, true).scorerSet()).isEqualTo("set-1");
  }

  private static QualityPolicyStatus policy(boolean service, boolean judge, boolean scorer) {
    return policy(service, judge, scorer, null);
  }

  private static QualityPolicyStatus policy(
      boolean service, boolean judge, boolean scorer, PolicyVerdict found) {
    return new PolicyDecision(Clock.fixed(NOW, ZoneOffset.UTC))
        .decide(
            new PolicyObservation(
                1L, POLICY, service, judge, "homeostat-scorer", scorer, "set-1", found, null));
  }

  private static Condition invariants(Map<String, String> unusable) {
    PolicyVerdict found =
        unusable == null
            ? null
            : new PolicyVerdict(
                1, "ns/quality", "u", "ns/support", NOW.toEpochMilli(), 1, unusable);
    return Conditions.find(
            policy(true, true, true, found).conditions(), PolicyDecision.INVARIANTS_USABLE)
        .orElseThrow();
  }

  @Test
  void anInvariantThatCannotBeCheckedIsNamedWithWhatIsWrong() {
    assertThat(invariants(null).getReason()).isEqualTo("PolicyNotTaken");
    assertThat(invariants(Map.of()).getReason()).isEqualTo("InvariantsUsable");
    Condition wrong = invariants(Map.of("order", "has no JSON schema", "brief", "has no pattern"));
    assertThat(wrong.getStatus()).isEqualTo("False");
    assertThat(wrong.getReason()).isEqualTo("InvariantNotUsable");
    assertThat(wrong.getMessage())
        .isEqualTo(
            "spec.scorers.invariants: brief has no pattern; order has no JSON schema: correct it,"
                + " until then it is missing in scores");
  }

  private static Condition ready(QualityPolicyStatus status) {
    return Conditions.find(status.conditions(), "Ready").orElseThrow();
  }
}
