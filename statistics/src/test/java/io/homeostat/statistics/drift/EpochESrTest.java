package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import org.junit.jupiter.api.Test;

class EpochESrTest {
  private static EpochESr start() {
    return EpochESr.of(MixtureESr.of(0.5, 0.4, 0.8), 100, 0);
  }

  @Test
  void start_weights_are_the_elapsed_share_of_the_epoch() {
    EpochESr epoch = start();
    MixtureESr direct = MixtureESr.of(0.5, 0.4, 0.8);
    long[] times = {210, 230, 230, 225, 299};
    double[] weights = {0.1, 0.2, 0, 0, 0.69};
    for (int i = 0; i < times.length; i++) {
      assertThat(epoch.observe(0.3, times[i])).isEqualTo(i == 0);
      direct.observe(0.3, times[i], weights[i]);
      assertThat(epoch.logEvidence()).isCloseTo(direct.logEvidence(), within(1e-12));
    }
    assertThat(epoch.epoch()).isEqualTo(2);
  }

  @Test
  void an_epoch_begins_without_evidence_and_late_values_stay_in_the_present_one() {
    EpochESr epoch = start();
    epoch.observe(0, 50);
    assertThat(epoch.observe(0.5, 100)).isTrue();
    assertThat(epoch.logEvidence()).isEqualTo(Double.NEGATIVE_INFINITY);
    epoch.observe(0.1, 150);
    double before = epoch.logEvidence();
    assertThat(epoch.observe(0.1, 99)).isFalse();
    assertThat(epoch.epoch()).isEqualTo(1);
    assertThat(epoch.logEvidence()).isGreaterThan(before).isLessThan(before + 1);
  }

  @Test
  void times_before_zero_have_epochs_too() {
    EpochESr epoch = EpochESr.of(MixtureESr.of(0.5, 0.4), 100, 50);
    epoch.observe(0.5, -60);
    assertThat(epoch.epoch()).isEqualTo(-2);
    assertThat(epoch.epochOf(49)).isEqualTo(-1);
    assertThat(epoch.logEvidence()).isCloseTo(Math.log(0.9), within(1e-12));
  }

  @Test
  void the_mean_of_the_evidence_never_exceeds_one_and_neither_does_its_peak_the_limit() {
    Draws draws = new Draws(51);
    int runs = 20_000;
    double sum = 0;
    int peaks = 0;
    for (int run = 0; run < runs; run++) {
      EpochESr epoch = EpochESr.of(MixtureESr.forDrop(0.5, 0.29, 0.1), 1_000, 0);
      boolean peak = false;
      for (int t = 0; t < 40; t++) {
        epoch.observe(draws.uniform(), 25L * t);
        peak |= epoch.logEvidence() >= Math.log(10);
      }
      sum += Math.exp(epoch.logEvidence()) / runs;
      peaks += peak ? 1 : 0;
    }
    assertThat(sum).isLessThan(1.15);
    assertThat(peaks).isLessThan((int) (runs / 10.0 + 4.5 * Math.sqrt(runs * 0.09)));
  }

  @Test
  void continues_exactly_from_saved_bytes_over_epochs() {
    EpochESr straight = start();
    EpochESr saved = start();
    Draws draws = new Draws(5);
    for (int t = 0; t < 300; t++) {
      double value = draws.uniform();
      long at = t * 7L + (long) (20 * draws.uniform());
      assertThat(saved.observe(value, at)).isEqualTo(straight.observe(value, at));
      saved = EpochESr.fromBytes(saved.toBytes());
    }
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThan(1_024);
  }

  @Test
  void a_used_detector_and_an_empty_epoch_are_refused() {
    MixtureESr used = MixtureESr.of(0.5, 0.4);
    used.observe(0.5, 1);
    assertThatThrownBy(() -> EpochESr.of(used, 10, 0)).hasMessageContaining("pass a new one");
    assertThatThrownBy(() -> EpochESr.of(MixtureESr.of(0.5, 0.4), 0, 0))
        .hasMessageContaining("the length of an epoch");
    byte[] before = start().toBytes();
    EpochESr epoch = start();
    assertThatThrownBy(() -> epoch.observe(2, 1)).hasMessageContaining("a value");
    assertThat(epoch.toBytes()).isEqualTo(before);
  }
}
