package io.homeostat.statistics.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.drift.StaggeredESr;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import io.homeostat.statistics.streams.FalseAlarmPromise.PerMonth;
import io.homeostat.statistics.streams.FalseAlarmPromise.StreamSettings.OwnLimit;
import io.homeostat.statistics.streams.FalseAlarmPromise.StreamSettings.SharedEpochs;
import org.junit.jupiter.api.Test;

class EpochFamilyTest {
  private final EpochFamily family = EpochFamily.start(FamilyRule.E_BH, 0.1, 10);

  private static EpochFamily reported(FamilyRule rule, double... e) {
    EpochFamily family = EpochFamily.start(rule, 0.1, e.length);
    for (int i = 0; i < e.length; i++) {
      family.report(i, 3, Math.log(e[i]));
    }
    return family;
  }

  @Test
  void both_rules_reject_what_they_are_defined_to() {
    double[] e = {120, 3, 55, .2, 18, 400, 7, 31, 22, 1};
    EpochFamily eBh = reported(FamilyRule.E_BH, e);
    assertThat(eBh.evaluate()).isEqualTo(6);
    EpochFamily bonferroni = reported(FamilyRule.E_BONFERRONI, e);
    assertThat(bonferroni.evaluate()).isEqualTo(2);
    assertThat(bonferroni.rejected(0)).isTrue();
    assertThat(bonferroni.rejected(2)).isFalse();
  }

  @Test
  void a_rejected_stream_stays_rejected_until_the_epoch_ends() {
    family.report(4, 7, Math.log(101));
    assertThat(family.evaluate()).isEqualTo(1);
    family.report(4, 7, Math.log(0.5));
    assertThat(family.evaluate()).isZero();
    assertThat(family.rejected(4)).isTrue();
    family.report(5, 6, Math.log(1e9));
    assertThat(family.evaluate()).isZero();
    family.report(5, 8, 0);
    assertThat(family.rejections()).isZero();
    assertThat(family.epoch()).isEqualTo(8);
    assertThat(family.evaluate()).isZero();
  }

  @Test
  void time_alone_ends_an_epoch_too() {
    family.report(0, 7, Math.log(101));
    family.evaluate();
    family.advance(8);
    assertThat(family.rejected(0)).isFalse();
    family.advance(7);
    assertThat(family.epoch()).isEqualTo(8);
  }

  @Test
  void a_drop_across_the_seam_of_one_sequence_is_found_by_the_other() {
    StaggeredESr stream = StaggeredESr.start(0.75, 0.12, 0.05, 1_000);
    StaggeredFamilies families = StaggeredFamilies.start(FamilyRule.E_BH, 0.05, 100);
    Draws draws = new Draws(93);
    boolean found = false;
    for (long at = 0; at < 2_060; at += 4) {
      stream.observe(at < 1_900 ? draws.beta(8, 2) : draws.beta(5, 5), at);
      families.report(17, stream);
      found |= families.evaluate() > 0;
    }
    assertThat(found).isTrue();
    assertThat(families.rejected(17)).isTrue();
    assertThat(families.rejections()).isEqualTo(1);
    assertThat(stream.even().epoch()).isEqualTo(2);
    assertThat(stream.odd().epoch()).isEqualTo(1);
  }

  @Test
  void continues_exactly_from_saved_bytes() {
    StaggeredFamilies straight = StaggeredFamilies.start(FamilyRule.E_BH, 0.1, 5);
    StaggeredFamilies saved = StaggeredFamilies.start(FamilyRule.E_BH, 0.1, 5);
    StaggeredESr stream = StaggeredESr.start(0.5, 0.2, 0.05, 100);
    Draws draws = new Draws(94);
    for (int t = 0; t < 500; t++) {
      stream.observe(draws.uniform() * (t > 250 ? 0.3 : 1), t);
      stream = StaggeredESr.fromBytes(stream.toBytes());
      straight.report(t % 5, stream);
      saved.report(t % 5, stream);
      assertThat(saved.evaluate()).isEqualTo(straight.evaluate());
      saved = StaggeredFamilies.fromBytes(saved.toBytes());
      assertThat(saved.rejections()).isEqualTo(straight.rejections());
    }
    assertThat(straight.rejections()).isPositive();
    assertThat(saved.toBytes()).isEqualTo(straight.toBytes()).hasSizeLessThanOrEqualTo(90 + 18 * 5);
    assertThat(stream.toBytes()).hasSizeLessThanOrEqualTo(1_024);
  }

  @Test
  void promises_become_settings_of_a_stream() {
    assertThat(((OwnLimit) new PerMonth(1).forStream(60, 30_000)).limits().limit())
        .isEqualTo(1_800_000);
    SharedEpochs shared = (SharedEpochs) new FalseDiscoveries(5, 604_800).forStream(2_000, 30_000);
    assertThat(shared.alpha()).isEqualTo(0.05);
    assertThat(shared.aloneLimit()).isCloseTo(80_000, within(1e-6));
    assertThat(shared.baselineLevel()).isCloseTo(2.5e-6, within(1e-15));
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> family.report(10, 1, 0)).hasMessageContaining("a stream must lie in");
    assertThatThrownBy(() -> family.report(1, 1, Double.NaN)).hasMessageContaining("an e-value");
    assertThatThrownBy(() -> new FalseDiscoveries(0, 100))
        .hasMessageContaining("falseAlarms.falseDiscoveryPercent");
    assertThatThrownBy(() -> new PerMonth(-1)).hasMessageContaining("falseAlarms.perMonth");
  }
}
