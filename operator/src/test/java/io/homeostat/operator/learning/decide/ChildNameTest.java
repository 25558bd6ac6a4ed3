package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChildNameTest {
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
