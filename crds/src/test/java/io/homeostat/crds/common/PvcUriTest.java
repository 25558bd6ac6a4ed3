package io.homeostat.crds.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PvcUriTest {
  @Test
  void aUriNamesClaimAndPath() {
    PvcUri uri = PvcUri.parse("pvc://models/base-1/replay.jsonl");

    assertThat(uri).isEqualTo(new PvcUri("models", "base-1/replay.jsonl"));
    assertThat(uri.under("/models")).isEqualTo("/models/base-1/replay.jsonl");
    assertThat(uri).hasToString("pvc://models/base-1/replay.jsonl");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "s3://bucket/key",
        "pvc://",
        "pvc://claim",
        "pvc://claim/",
        "pvc:///x",
        "pvc://c//x",
        "pvc://c/./x",
        "pvc://c/../secret",
        "pvc://c/a/../../b",
        "pvc://c/a b"
      })
  void anythingElseIsRefusedWithWhatWasFound(String text) {
    assertThatThrownBy(() -> PvcUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pvc://<claim>/<path>")
        .hasMessageContaining("'" + text + "'");
  }
}
