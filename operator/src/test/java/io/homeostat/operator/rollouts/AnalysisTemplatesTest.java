package io.homeostat.operator.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.modelservice.ModelService;
import org.junit.jupiter.api.Test;

/** What the generated AnalysisTemplate asks, and what the answers mean to Argo Rollouts. */
class AnalysisTemplatesTest {
  private static AnalysisTemplate of(String release) {
    ModelService service =
        Serialization.unmarshal(
            """
            apiVersion: homeostat.io/v1alpha1
            kind: ModelService
            metadata: {name: support, namespace: team, uid: uid-1}
            spec:
              release: {actuator: {argoRollout: {name: llm}}%s}
            """
                .formatted(release),
            ModelService.class);
    return AnalysisTemplates.desired(service, "http://verdicts");
  }

  @Test
  void itAsksForTheTemplateThatIsRolledOut() {
    AnalysisTemplate template = of("");
    AnalysisTemplate.Metric metric = template.getSpec().metrics().getFirst();

    assertThat(template.getMetadata().getName()).isEqualTo("homeostat-support");
    assertThat(template.getMetadata().getOwnerReferences().getFirst().getUid()).isEqualTo("uid-1");
    assertThat(template.getSpec().args().getFirst().name()).isEqualTo("pod-template-hash");
    assertThat(metric.provider().web().url())
        .isEqualTo(
            "http://verdicts/v1/rollouts/team/llm?podTemplateHash={{args.pod-template-hash}}");
    assertThat(metric.provider().web().jsonPath()).isEqualTo("{$.verdict}");
  }

  @Test
  void aHoldIsNeitherSuccessNorFailureAndRunsUntilTheDeadline() {
    AnalysisTemplate.Metric metric = of(", deadlineSeconds: 600").getSpec().metrics().getFirst();

    assertThat(metric.successCondition()).isEqualTo("result == \"pass\"");
    assertThat(metric.failureCondition()).isEqualTo("result == \"fail\"");
    assertThat(metric.consecutiveSuccessLimit()).as("the first pass ends it").isEqualTo(1);
    assertThat(metric.failureLimit()).as("the first fail aborts").isZero();
    assertThat(metric.interval()).isEqualTo("10s");
    assertThat(metric.inconclusiveLimit()).isEqualTo(60);
    assertThat(metric.count())
        .as("a step may not run without end, and the hold that ends it is one too many")
        .isEqualTo(61);
    assertThat(metric.consecutiveErrorLimit())
        .as("an operator that is away aborts nothing before the deadline")
        .isEqualTo(60);
    assertThat(of("").getSpec().metrics().getFirst().inconclusiveLimit()).isEqualTo(8_640);
  }
}
