package io.homeostat.crds.canaryrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryPlanDigestTest {
  private static final CanaryPlan PLAN =
      new CanaryPlan(
          List.of(new CanaryPlan.Step(500, 100, null)), null, "0.05", 200, 60, 50, null, null);

  @Test
  void staysWhenThePlanIsStoredAndRead() {
    CanaryPlan read = Serialization.unmarshal(Serialization.asYaml(PLAN), CanaryPlan.class);

    assertThat(CanaryPlanDigest.of(read)).isEqualTo(CanaryPlanDigest.of(PLAN)).hasSize(64);
  }

  @Test
  void changesWithAStep() {
    CanaryPlan other =
        new CanaryPlan(
            List.of(new CanaryPlan.Step(400, 100, null)), null, "0.05", 200, 60, 50, null, null);

    assertThat(CanaryPlanDigest.of(other)).isNotEqualTo(CanaryPlanDigest.of(PLAN));
  }

  @Test
  void anAbsentPlanEqualsAnEmptyOne() {
    CanaryPlan empty = new CanaryPlan(null, null, null, null, null, null, null, null);

    assertThat(CanaryPlanDigest.of(null)).isEqualTo(CanaryPlanDigest.of(empty));
  }
}
