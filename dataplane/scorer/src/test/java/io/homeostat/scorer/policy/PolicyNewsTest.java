package io.homeostat.scorer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.PolicyVerdict;
import io.homeostat.judge.SteppingClock;
import io.homeostat.scorer.Policies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyNewsTest {
  private final List<PolicyVerdict> published = new ArrayList<>();
  private final PolicyNews news =
      new PolicyNews(published::add, Runnable::run, new SteppingClock("2026-11-21T12:00:00Z"));

  private static QualityPolicy generation(long generation) {
    QualityPolicy policy = new QualityPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("ns")
            .withName("quality")
            .withUid("u")
            .withGeneration(generation)
            .build());
    return policy;
  }

  @Test
  void invariantsThatCannotBeCheckedAreToldOnceForEachVersion() {
    ScoringPolicy ready =
        Policies.of(
            """
            scorers:
              invariants:
              - {name: broken, pattern: {expression: "("}}
              - {name: brief, length: {maximum: 10}}
            """);
    news.taken(generation(1), ready);
    news.taken(generation(1), ready);
    assertThat(published)
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.key()).isEqualTo("ns/support|Policy|ns/quality");
              assertThat(verdict.generation()).isEqualTo(1);
              assertThat(verdict.subjectUid()).isEqualTo("u");
              assertThat(verdict.unusable()).containsOnlyKeys("broken");
              assertThat(verdict.unusable().get("broken")).contains("regular expression");
            });
    news.taken(generation(2), ready);
    assertThat(published).hasSize(2);
  }
}
