package io.homeostat.monitor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySharesTest {
  @Test
  void manyKeysStayBoundedAndNoneLooksBusy() {
    KeyShares shares = KeyShares.NONE;
    for (int i = 0; i < 5_000; i++) {
      shares = shares.plus("session-" + i);
    }
    assertThat(shares.counters()).hasSizeLessThanOrEqualTo(KeyShares.COUNTERS);
    assertThat(shares.largest()).isLessThan(0.05);
  }

  @Test
  void busyKeyIsFoundAmongMany() {
    KeyShares shares = KeyShares.NONE;
    for (int i = 0; i < 5_000; i++) {
      shares = shares.plus(i % 10 == 0 ? "busy" : "session-" + i);
    }
    assertThat(shares.largest()).isBetween(0.1, 0.12);
  }
}
