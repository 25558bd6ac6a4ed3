package io.homeostat.webhooks.warning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MissingReferencesTest {
  private static final String SERVICE = "spec.modelServiceRef: there is no ModelService 'support'";
  private static final String RELEASE =
      """
      metadata: {name: %s}
      spec:
        modelServiceRef: {name: %s}
        tuple: {version: 1, model: {uri: "pvc://models/base"}}
      """;

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void aNameThatNothingHasYetIsToldWithItsField(
      Class<? extends HasMetadata> kind, String yaml, List<String> expected) {
    List<String> told = new Around().creating(kind, yaml);

    assertThat(told)
        .containsExactlyElementsOf(
            expected.stream()
                .map(start -> start + " in this namespace yet; create it or correct the name")
                .toList());
  }

  static Stream<Arguments> references() {
    return Stream.of(serving(), watching(), learning(), merging(), releasing())
        .flatMap(each -> each);
  }

  private static Stream<Arguments> serving() {
    return Stream.of(
        Arguments.of(
            ModelService.class,
            """
            metadata: {name: support}
            spec:
              prompt: {configMapRef: {name: prompts, key: text}}
              release: {anchor: support-0123456789}
            """,
            List.of(
                "spec.prompt.configMapRef: there is no ConfigMap 'prompts'",
                "spec.release.anchor: there is no Release 'support-0123456789'")),
        Arguments.of(Release.class, RELEASE.formatted("support-a", "support"), List.of(SERVICE)));
  }

  private static Stream<Arguments> watching() {
    return Stream.of(
        Arguments.of(
            QualityPolicy.class,
            """
            metadata: {name: support}
            spec: {modelServiceRef: {name: support}, scorers: {judge: {ref: {name: strict}}}}
            """,
            List.of(SERVICE, "spec.scorers.judge.ref: there is no Judge 'strict'")),
        Arguments.of(
            Judge.class,
            """
            metadata: {name: strict}
            spec:
              credentialsSecretRef: {name: unread, key: unread}
              calibration: {itemsConfigMapRef: {name: items, key: items.jsonl}}
            """,
            List.of("spec.calibration.itemsConfigMapRef: there is no ConfigMap 'items'")),
        Arguments.of(
            DriftMonitor.class,
            "{metadata: {name: support}, spec: {modelServiceRef: {name: support}}}",
            List.of(SERVICE)),
        Arguments.of(
            HealingPolicy.class,
            "{metadata: {name: support}, spec: {mode: Heal, driftMonitorRef: {name: support}}}",
            List.of("spec.driftMonitorRef: there is no DriftMonitor 'support'")));
  }

  private static Stream<Arguments> learning() {
    return Stream.of(
        Arguments.of(
            Dataset.class,
            """
            metadata: {name: refunds}
            spec:
              modelServiceRef: {name: support}
              sources: [{name: replay, dataset: {ref: {name: earlier}}}]
            """,
            List.of(SERVICE, "spec.sources['replay'].dataset.ref: there is no Dataset 'earlier'")),
        Arguments.of(
            FineTuneJob.class,
            """
            metadata: {name: refunds}
            spec: {modelServiceRef: {name: support}, datasetRef: {name: refunds}}
            """,
            List.of(SERVICE, "spec.datasetRef: there is no Dataset 'refunds'")),
        Arguments.of(
            Evaluation.class,
            """
            metadata: {name: refunds}
            spec:
              modelServiceRef: {name: support}
              releaseRef: {name: support-b}
              stableRef: {name: support-a}
              datasetRef: {name: refunds}
            """,
            List.of(
                SERVICE,
                "spec.releaseRef: there is no Release 'support-b'",
                "spec.stableRef: there is no Release 'support-a'",
                "spec.datasetRef: there is no Dataset 'refunds'")));
  }

  private static Stream<Arguments> merging() {
    return Stream.of(
        Arguments.of(
            AdapterMerge.class,
            """
            metadata: {name: both}
            spec:
              modelServiceRef: {name: support}
              inputs:
              - {name: old, adapterMergeRef: {name: before}}
              - {name: new, fineTuneJobRef: {name: refunds}, datasetRefs: [{name: items}]}
            """,
            List.of(
                SERVICE,
                "spec.inputs[old].adapterMergeRef: there is no AdapterMerge 'before'",
                "spec.inputs[new].fineTuneJobRef: there is no FineTuneJob 'refunds'",
                "spec.inputs[new].datasetRefs: there is no Dataset 'items'")));
  }

  private static Stream<Arguments> releasing() {
    return Stream.of(
        Arguments.of(
            CanaryRelease.class,
            """
            metadata: {name: support-b}
            spec: {modelServiceRef: {name: support}, candidateRef: {name: support-b}}
            """,
            List.of(SERVICE, "spec.candidateRef: there is no Release 'support-b'")),
        Arguments.of(
            Intervention.class,
            """
            metadata: {name: back}
            spec:
              action: Rollback
              targetRef: {kind: ModelService, name: support}
              parameters: {release: support-a}
            """,
            List.of(
                "spec.targetRef: there is no ModelService 'support'",
                "spec.parameters.release: there is no Release 'support-a'")));
  }

  @Test
  void whatIsThereIsNotSpokenOf() {
    Around around =
        new Around()
            .with(ModelService.class, "{metadata: {name: support}, spec: {}}")
            .with(Release.class, RELEASE.formatted("support-b", "support"));

    assertThat(
            around.creating(
                CanaryRelease.class,
                """
                metadata: {name: support-b}
                spec: {modelServiceRef: {name: support}, candidateRef: {name: support-b}}
                """))
        .isEmpty();
  }

  @Test
  void aConfigMapWithoutTheKeyIsTold() {
    Around around = new Around().withConfigMap("prompts", "text");

    assertThat(around.creating(ModelService.class, prompt("text"))).isEmpty();
    assertThat(around.creating(ModelService.class, prompt("txt")))
        .containsExactly(
            "spec.prompt.configMapRef: ConfigMap 'prompts' has no key 'txt' yet; add it or correct"
                + " the key");
  }

  @Test
  void theReleaseOfAnotherServiceIsNoCandidate() {
    Around around =
        new Around()
            .with(ModelService.class, "{metadata: {name: support}, spec: {}}")
            .with(Release.class, RELEASE.formatted("sales-b", "sales"));

    assertThat(
            around.creating(
                CanaryRelease.class,
                """
                metadata: {name: wrong}
                spec: {modelServiceRef: {name: support}, candidateRef: {name: sales-b}}
                """))
        .containsExactly(
            "spec.candidateRef: Release 'sales-b' is one of ModelService 'sales', not of 'support';"
                + " name one of these");
  }

  private static String prompt(String key) {
    return """
    metadata: {name: support}
    spec: {prompt: {configMapRef: {name: prompts, key: %s}}}
    """
        .formatted(key);
  }
}
