package io.homeostat.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NoveltyRankTest {
  private static byte[] kind(int number) {
    return new byte[] {(byte) number};
  }

  /** One of four kinds; with probability {@code moved} the fifth. */
  private static byte[] drawn(Draws random, double moved) {
    return kind(random.chance(moved) ? 4 : (int) (4 * random.uniform()));
  }

  private static byte[] point(Draws random, double shift) {
    byte[] point = new byte[16];
    for (int i = 0; i < point.length; i++) {
      point[i] = (byte) Math.round(Math.clamp(25 * random.normal() + shift, -127.0, 127.0));
    }
    return point;
  }

  @Test
  void a_rank_is_that_of_the_novelty_among_the_held_out_draws() {
    NoveltyRank ranks = NoveltyRank.ofKinds(2, 0, 1);
    int a = 0;
    int b = 1;
    for (int kind : new int[] {a, b, a, b}) {
      assertThat(ranks.observe(kind(kind), 0, 0.5)).isEmpty();
    }
    assertThat(ranks.frozen()).isTrue();
    assertThat(ranks.observe(kind(b), 1, 0.5)).as("nothing to compare with").isEmpty();
    // reference a, a; held out b, b; latest b: all three b are novel alike
    assertThat(ranks.observe(kind(b), 2, 0.5)).hasValue(0.5);
    // a is less novel than both held-out draws
    assertThat(ranks.observe(kind(a), 3, 0.5).getAsDouble()).isCloseTo(2.5 / 3, within(1e-12));
    // latest a, reference a: neither kind is novel
    assertThat(ranks.observe(kind(a), 4, 0.25)).hasValue(0.25);
  }

  @Test
  void ranks_are_uniform_over_many_references_while_nothing_changes() {
    Draws random = new Draws(11);
    int[] deciles = new int[10];
    int count = 0;
    for (int run = 0; run < 300; run++) {
      NoveltyRank ranks = NoveltyRank.ofKinds(20, 0, 10);
      for (int i = 0; i < 70; i++) {
        OptionalDouble rank = ranks.observe(drawn(random, 0), i, random.uniform());
        if (rank.isPresent()) {
          deciles[(int) Math.min(9, 10 * rank.getAsDouble())]++;
          count++;
        }
      }
    }
    for (int decile : deciles) {
      // standard error .0031 for independent values; those of a run share their held-out draws
      assertThat(decile / (double) count).isCloseTo(0.1, within(0.025));
    }
  }

  @Test
  void ranks_fall_by_half_of_the_share_that_moved() {
    Draws random = new Draws(12);
    double sum = 0;
    int count = 0;
    for (int run = 0; run < 20; run++) {
      NoveltyRank ranks = NoveltyRank.ofKinds(100, 0, 50);
      for (int i = 0; i < 250; i++) {
        ranks.observe(drawn(random, 0), i, random.uniform());
      }
      for (int i = 0; i < 300; i++) {
        double rank = ranks.observe(drawn(random, 0.6), i, random.uniform()).orElseThrow();
        if (i >= 50) {
          sum += rank;
          count++;
        }
      }
    }
    assertThat(sum / count).isCloseTo(0.5 - 0.6 / 2, within(0.03));
  }

  @Test
  void points_that_move_to_another_place_have_low_ranks() {
    Draws random = new Draws(13);
    NoveltyRank ranks = NoveltyRank.ofPoints(50, 0, 30);
    double before = 0;
    double since = 0;
    for (int i = 0; i < 730; i++) {
      OptionalDouble rank = ranks.observe(point(random, i < 430 ? 0 : 12), i, random.uniform());
      if (i >= 130 && i < 430) {
        before += rank.orElseThrow() / 300;
      } else if (i >= 430) {
        since += rank.orElseThrow() / 300;
      }
    }
    assertThat(before).isCloseTo(0.5, within(0.12));
    assertThat(since).isLessThan(0.15);
  }

  @Test
  void the_reference_covers_its_time_in_bounded_space() {
    Draws random = new Draws(14);
    NoveltyRank ranks = NoveltyRank.ofKinds(20, 10_000, 10);
    for (int at = 0; at < 10_000; at++) {
      ranks.observe(drawn(random, at < 5_000 ? 0 : 1), at, 0);
    }
    assertThat(ranks.frozen()).isFalse();
    while (!ranks.frozen()) {
      ranks.observe(drawn(random, 1), 10_000, 0);
    }
    assertThat(ranks.first()).hasSizeBetween(40, 80);
    assertThat(ranks.first().stream().filter(draw -> draw[0] == 4).count() * 1.0)
        .as("the second half of the time")
        .isCloseTo(ranks.first().size() / 2.0, within(3.0));
    assertThat(ranks.toBytes()).hasSizeLessThan(600);
  }

  @Test
  void a_saved_state_goes_on_alike_at_any_moment() {
    Draws random = new Draws(15);
    NoveltyRank whole = NoveltyRank.ofPoints(20, 30, 10);
    NoveltyRank saved = NoveltyRank.ofPoints(20, 30, 10);
    for (int at = 0; at < 200; at++) {
      byte[] point = point(random, 0);
      double tie = random.uniform();
      saved = NoveltyRank.fromBytes(saved.toBytes());
      assertThat(saved.observe(point, at, tie)).isEqualTo(whole.observe(point, at, tie));
    }
    assertThat(saved.toBytes()).isEqualTo(whole.toBytes());
  }

  @Test
  void streams_of_ranks_keep_the_rate_of_false_alarms() {
    Draws random = new Draws(16);
    AlarmLimits limits = new AlarmLimits(3_000, 0.001);
    int alarms = 0;
    for (int run = 0; run < 20; run++) {
      NoveltyRank ranks = NoveltyRank.ofKinds(100, 0, 50);
      DriftStream stream = DriftStream.start(new DriftSettings(100, 500, 0, 0.05, 0));
      boolean drifting = false;
      for (int at = 0; at < 3_250; at++) {
        OptionalDouble rank = ranks.observe(drawn(random, 0), at, random.uniform());
        if (rank.isPresent()) {
          stream.observe(rank.getAsDouble(), at, limits);
        }
        boolean now = stream.phase() == DriftPhase.DRIFTING;
        alarms += now && !drifting ? 1 : 0;
        drifting = now;
      }
    }
    // at most one for each of the 20 streams is the promise; 99 % Poisson quantile of 20 is 31
    assertThat(alarms).isLessThanOrEqualTo(31);
  }

  @Test
  void draws_of_another_width_are_refused() {
    NoveltyRank ranks = NoveltyRank.ofPoints(2, 0, 1);
    ranks.observe(new byte[] {1, 2}, 0, 0);
    assertThatThrownBy(() -> ranks.observe(new byte[] {1}, 0, 0))
        .hasMessage("expected a draw of 2 bytes like the ones before, 1 to 256, found 1");
  }
}
