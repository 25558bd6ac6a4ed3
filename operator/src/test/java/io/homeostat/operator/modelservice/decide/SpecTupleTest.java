package io.homeostat.operator.modelservice.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecTupleTest {
  private static ModelServiceSpec spec(
      String image, Integer replicas, Map<String, String> env, Decoding decoding, String mode) {
    return new ModelServiceSpec(
        null,
        new ModelServiceSpec.Model("pvc://models/base", "1"),
        new EngineSpec("VLLM", image, 4, 16, 256, List.of("--enforce-eager"), env, null),
        replicas,
        null,
        new ModelServiceSpec.Adapter(mode),
        null,
        decoding,
        null,
        null,
        null);
  }

  private static final ModelServiceSpec PLAIN = spec(null, 1, Map.of(), null, "Managed");
  private static final ReleaseTuple STABLE =
      SpecTuple.of(PLAIN, "prompt", null, "engine:1").tuple();
  private static final ReleaseTuple REPAIRED =
      STABLE.withAdapter(new ReleaseTuple.Adapter("fix-1", null, null));

  @Test
  void replicasAndEnvironmentAreNoPartOfARelease() {
    assertThat(
            SpecTuple.of(
                    spec(null, 5, Map.of("A", "1"), null, "Managed"), "prompt", null, "engine:1")
                .fingerprint())
        .isEqualTo(SpecTuple.of(PLAIN, "prompt", null, "engine:1").fingerprint());
  }

  @Test
  void promptDecodingAndAdapterModeAre() {
    String plain = SpecTuple.of(PLAIN, "prompt", null, "engine:1").fingerprint();

    assertThat(SpecTuple.of(PLAIN, "other", null, "engine:1").fingerprint()).isNotEqualTo(plain);
    assertThat(
            SpecTuple.of(
                    spec(null, 1, null, new Decoding("0.2", null, null, null), "Managed"),
                    "prompt",
                    null,
                    "engine:1")
                .fingerprint())
        .isNotEqualTo(plain);
    assertThat(
            SpecTuple.of(spec(null, 1, null, null, "None"), "prompt", null, "engine:1")
                .fingerprint())
        .isNotEqualTo(plain);
  }

  @Test
  void anotherEngineImageInTheChartMakesNoRelease() {
    assertThat(SpecTuple.of(PLAIN, "prompt", STABLE, "engine:2").tuple()).isEqualTo(STABLE);
  }

  @Test
  void managedKeepsStablesAdapterAndNoneDoesNot() {
    assertThat(
            SpecTuple.of(PLAIN, "new", REPAIRED, "engine:1").candidate(REPAIRED).adapter().name())
        .isEqualTo("fix-1");
    assertThat(
            SpecTuple.of(spec(null, 1, null, null, "None"), "new", REPAIRED, "engine:1")
                .candidate(REPAIRED)
                .adapter())
        .isNull();
  }

  @Test
  void aRepairMatchesTheSpecThatItRepairs() {
    SpecTuple spec = SpecTuple.of(PLAIN, "prompt", STABLE, "engine:1");

    assertThat(spec.matches(REPAIRED)).isTrue();
    assertThat(SpecTuple.of(PLAIN, "other", STABLE, "engine:1").matches(REPAIRED)).isFalse();
  }

  @Test
  void adaptersAndPromptsShareAPoolAndImagesDoNot() {
    assertThat(SpecTuple.samePool(STABLE, REPAIRED)).isTrue();
    assertThat(
            SpecTuple.samePool(
                STABLE,
                SpecTuple.of(spec("engine:2", 1, null, null, null), "prompt", STABLE, "engine:1")
                    .tuple()))
        .isFalse();
  }

  @Test
  void theEngineServesAnAdapterByItsNameAndTheBaseAsBase() {
    assertThat(SpecTuple.servedModel(STABLE)).isEqualTo("base");
    assertThat(SpecTuple.servedModel(REPAIRED)).isEqualTo("fix-1");
  }

  @Test
  void gitYamlNamesOnlyWhatDiffers() {
    SpecTuple spec =
        SpecTuple.of(
            spec(null, 1, null, new Decoding("0.9", null, 64, List.of()), null),
            "bad",
            STABLE,
            "engine:1");

    assertThat(GitYaml.toServe(spec, STABLE))
        .isEqualTo("# remove spec.decoding\nspec:\n  prompt:\n    inline: prompt\n");
    assertThat(GitYaml.toKeepAdapter()).isEqualTo("spec:\n  adapter:\n    mode: Managed\n");
  }

  @Test
  void gitYamlWritesDecimalsInQuotes() {
    Decoding decoding = new Decoding("0.2", null, 64, List.of());
    ReleaseTuple served =
        SpecTuple.of(spec(null, 1, null, decoding, null), "line one\nline two", null, "engine:1")
            .tuple();

    assertThat(GitYaml.toServe(SpecTuple.of(PLAIN, "bad", null, "engine:1"), served))
        .contains("temperature: \"0.2\"")
        .contains("inline: |-\n")
        .contains("line one")
        .contains("maxTokens: 64");
  }

  @Test
  void gitYamlNamesTheEngineThatServes() {
    ReleaseTuple served =
        SpecTuple.of(spec("engine:7", 1, null, null, null), "prompt", null, "engine:1").tuple();
    ReleaseTuple otherArguments =
        new ReleaseTuple(
            STABLE.version(),
            new ReleaseTuple.Model("pvc://models/base", "0"),
            null,
            STABLE.prompt(),
            null,
            new ReleaseTuple.Engine("engine:1", List.of("--seed=1")));
    SpecTuple spec = SpecTuple.of(PLAIN, "prompt", STABLE, "engine:1");

    assertThat(GitYaml.toServe(spec, served)).isEqualTo("spec:\n  engine:\n    image: engine:7\n");
    assertThat(GitYaml.toServe(spec, otherArguments))
        .isEqualTo(
            "# let spec.engine give the arguments [--seed=1]\nspec:\n  model:\n    uri: pvc://models/base\n    revision: \"0\"\n");
  }

  @Test
  void gitYamlPinsTheAdapterThatServesWhereGitChoosesIt() {
    SpecTuple none = SpecTuple.of(spec(null, 1, null, null, "None"), "prompt", STABLE, "engine:1");
    ReleaseTuple repaired =
        STABLE.withAdapter(
            new ReleaseTuple.Adapter("fix-1", "pvc://artifacts/adapters/fix-1", "0".repeat(64)));

    assertThat(GitYaml.toServe(none, repaired))
        .isEqualTo(
            "spec:\n  adapter:\n    mode: Pinned\n    uri: pvc://artifacts/adapters/fix-1\n    digest: \"%s\"\n"
                .formatted("0".repeat(64)));
    assertThat(GitYaml.toServe(SpecTuple.of(PLAIN, "prompt", STABLE, "engine:1"), repaired))
        .isEmpty();
  }

  @Test
  void aReleaseIsNamedAfterItsFingerprint() {
    assertThat(ServiceDecider.releaseName("support", STABLE))
        .isEqualTo("support-" + ReleaseFingerprint.of(STABLE).substring(0, 10));
  }
}
