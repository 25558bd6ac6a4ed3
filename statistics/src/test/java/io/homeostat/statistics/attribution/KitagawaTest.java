package io.homeostat.statistics.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.statistics.Draws;
import io.homeostat.statistics.attribution.Kitagawa.Level;
import io.homeostat.statistics.attribution.Kitagawa.Segment;
import io.homeostat.statistics.samples.Moments;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KitagawaTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static Segment segment(String name, int before, double r0, int after, double r1) {
    return new Segment(name, new Level(before, r0, .1), new Level(after, r1, .1));
  }

  // Worked example with weights .40 .30 .20 .10 and .25 .45 .20 .10; computed by hand.
  @Test
  void the_change_is_split_into_mix_and_rate() {
    Kitagawa split =
        Kitagawa.of(
            List.of(
                segment("qa", 400, .86, 250, .86),
                segment("code", 300, .78, 450, .66),
                segment("summ", 200, .82, 200, .82),
                segment("chat", 100, .90, 100, .88)),
            .05);
    assertThat(split.change().estimate()).isCloseTo(-.068, EXACT);
    assertThat(split.mix().estimate()).isCloseTo(-.021, EXACT);
    assertThat(split.rate().estimate()).isCloseTo(-.047, EXACT);
    assertThat(split.segments().get(1).segment()).isEqualTo("code");
    assertThat(split.segments().get(1).rate().estimate()).isCloseTo(-.045, EXACT);
    assertThat(split.segments().get(0).rate().estimate()).isZero();
    double mix = split.segments().stream().mapToDouble(e -> e.mix().estimate()).sum();
    assertThat(mix).isCloseTo(split.mix().estimate(), EXACT);
  }

  @Test
  void one_segment_is_a_difference_of_means() {
    Kitagawa split = Kitagawa.of(List.of(segment("all", 400, .8, 100, .7)), .05);
    double error = Math.sqrt(.1 / 400 + .1 / 100);
    assertThat(split.rate().estimate()).isCloseTo(-.1, EXACT);
    assertThat(split.rate().upper()).isCloseTo(-.1 + 1.959963984540054 * error, within(1e-9));
    assertThat(split.mix().lower()).isCloseTo(0, EXACT);
    assertThat(split.mix().upper()).isCloseTo(0, EXACT);
  }

  @Test
  void a_segment_that_is_new_changes_the_mix_only() {
    Kitagawa split =
        Kitagawa.of(
            List.of(
                segment("old", 100, .9, 50, .9),
                new Segment("new", new Level(0, Double.NaN, 0), new Level(50, .5, .1)),
                new Segment("never", new Level(0, 0, 0), new Level(0, 0, 0))),
            .05);
    assertThat(split.rate().estimate()).isCloseTo(0, EXACT);
    assertThat(split.mix().estimate()).isCloseTo(-.2, EXACT);
    assertThat(split.segments()).hasSize(2);
  }

  @Test
  void the_intervals_cover_in_about_ninety_five_of_a_hundred() {
    double[][] truth = {{.4, .86, .25, .86}, {.6, .78, .75, .66}};
    double mix = 0;
    double rate = 0;
    for (double[] s : truth) {
      mix += (s[2] - s[0]) * (s[1] + s[3]) / 2;
      rate += (s[0] + s[2]) / 2 * (s[3] - s[1]);
    }
    Draws draws = new Draws(641);
    int runs = 1_500;
    int[] covered = new int[3];
    for (int run = 0; run < runs; run++) {
      Moments[][] cells = new Moments[2][2];
      for (int period = 0; period < 2; period++) {
        cells[0][period] = new Moments();
        cells[1][period] = new Moments();
        for (int i = 0; i < 300; i++) {
          int s = draws.chance(truth[0][2 * period]) ? 0 : 1;
          cells[s][period].observe(draws.binary(truth[s][2 * period + 1]));
        }
      }
      List<Segment> segments = new ArrayList<>();
      for (Moments[] cell : cells) {
        segments.add(new Segment("s" + segments.size(), level(cell[0]), level(cell[1])));
      }
      Kitagawa split = Kitagawa.of(segments, .05);
      covered[0] += split.mix().lower() <= mix && mix <= split.mix().upper() ? 1 : 0;
      covered[1] += split.rate().lower() <= rate && rate <= split.rate().upper() ? 1 : 0;
      double change = mix + rate;
      covered[2] += split.change().lower() <= change && change <= split.change().upper() ? 1 : 0;
    }
    for (int count : covered) {
      // z = 4.5 and half a point for the approximation
      assertThat(count / (double) runs).isBetween(.92, .98);
    }
  }

  private static Level level(Moments moments) {
    return new Level(moments.count(), moments.mean(), moments.variance());
  }

  @Test
  void bad_input_is_named() {
    assertThatThrownBy(() -> Kitagawa.of(List.of(segment("a", 0, 0, 5, 1)), .05))
        .hasMessageContaining("the items before");
    assertThatThrownBy(() -> new Level(3, Double.NaN, 0))
        .hasMessageContaining("the mean of a segment");
    assertThatThrownBy(() -> new Level(3, .5, -1)).hasMessageContaining("the variance");
    assertThatThrownBy(() -> Kitagawa.of(List.of(segment("a", 5, 0, 5, 1)), 0))
        .hasMessageContaining("the error probability");
  }
}
