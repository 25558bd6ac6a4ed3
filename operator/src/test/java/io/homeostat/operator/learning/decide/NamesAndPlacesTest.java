package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndPlacesTest {
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
        "pvc:///x",
        "pvc://c/../secret",
        "pvc://c/a/../../b"
      })
  void anythingElseIsRefusedWithWhatWasFound(String text) {
    assertThatThrownBy(() -> PvcUri.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pvc://<claim>/<path>")
        .hasMessageContaining(String.valueOf(text));
  }

  @Test
  void aChildIsNamedAfterItsOwner() {
    assertThat(ChildName.of("support-1a2b3c4d", "tune")).isEqualTo("support-1a2b3c4d-tune");
  }

  @Test
  void longOwnersStayApartWithinALabelsLength() {
    String one = ChildName.of("a".repeat(62) + "1", "data");
    String two = ChildName.of("a".repeat(62) + "2", "data");

    assertThat(one).hasSizeLessThanOrEqualTo(63).endsWith("-data").isNotEqualTo(two);
  }
}
