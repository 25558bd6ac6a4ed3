package io.homeostat.crds.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReleaseFingerprintTest {
  private static final ReleaseTuple TUPLE =
      new ReleaseTuple(
          ReleaseFingerprint.VERSION,
          new ReleaseTuple.Model("pvc://models/base", "1"),
          null,
          new ReleaseTuple.PromptText("Hello.", null),
          new Decoding("0", null, 32, null),
          new ReleaseTuple.Engine("vllm:1", List.of("--enable-lora")));

  @Test
  void isSha256OfTheCanonicalTuple() {
    // printf
    // '{"decoding":{"maxTokens":32,"temperature":"0"},"engine":{"args":["--enable-lora"],"image":"vllm:1"},"model":{"revision":"1","uri":"pvc://models/base"},"prompt":{"text":"Hello."},"version":1}' | sha256sum
    assertThat(ReleaseFingerprint.of(TUPLE))
        .isEqualTo("d2560d635b2e92c6bbadf0a7eb8ea7e4e591fdec92b3a091e495a8cb0929c7db");
  }

  @Test
  void isTheSameAfterTheApiServerStoredTheTuple() {
    ReleaseTuple read = Serialization.unmarshal(Serialization.asYaml(TUPLE), ReleaseTuple.class);

    assertThat(ReleaseFingerprint.of(read)).isEqualTo(ReleaseFingerprint.of(TUPLE));
  }

  @Test
  void changesWithEveryPartOfTheTuple() {
    Set<String> fingerprints =
        Stream.of(
                TUPLE,
                TUPLE.withAdapter(new ReleaseTuple.Adapter("a-1", null, null)),
                TUPLE.withDigests(new ReleaseTuple.ModelDigests("a".repeat(64), null, null)),
                TUPLE.withDigests(
                    new ReleaseTuple.ModelDigests("a".repeat(64), "b".repeat(64), null)),
                TUPLE.withDigests(
                    new ReleaseTuple.ModelDigests("a".repeat(64), null, "b".repeat(64))),
                withInput("7"),
                withInput("8"))
            .map(ReleaseFingerprint::of)
            .collect(Collectors.toSet());

    assertThat(fingerprints).hasSize(7);
  }

  private static ReleaseTuple withInput(String version) {
    return new ReleaseTuple(
        TUPLE.version(),
        TUPLE.model(),
        null,
        null,
        TUPLE.prompt(),
        TUPLE.decoding(),
        List.of(new ReleaseInput("faq-index", version, null)),
        TUPLE.engine());
  }

  @Test
  void namesAReleaseByServiceAndTenDigits() {
    assertThat(ReleaseFingerprint.name("support", "0123456789abcdef"))
        .isEqualTo("support-0123456789");
  }

  @Test
  void refusesATupleWithoutVersion() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ReleaseFingerprint.of(new ReleaseTuple(null, null, null, null, null, null)))
        .withMessageContaining("version");
  }
}
