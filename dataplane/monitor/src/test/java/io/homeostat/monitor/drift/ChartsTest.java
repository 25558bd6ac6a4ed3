package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.definitions.ChartPlan.Type;
import io.homeostat.monitor.definitions.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Charts that are asked for beside a stream. */
class ChartsTest {
  private static final long GAP = 300_000;
  private static final int DAY = 288;
  private static final Signal QUALITY = Signal.QUALITY;

  private final Random random = new Random(51);
  private long at = Toy.START;

  private static World world(double minimumEffect, Type... types) {
    List<ChartPlan> plans =
        Arrays.stream(types).map(type -> new ChartPlan(type, minimumEffect)).toList();
    return new World(
        Toy.definitions(
            List.of(Variants.charting(Toy.monitor(QUALITY), Map.of(QUALITY.name(), plans)))));
  }

  private void feed(World world, int sessions, double lower) {
    for (int i = 0; i < sessions; i++) {
      double value = Math.clamp(0.7 - lower + 0.1 * random.nextGaussian(), 0.0, 1.0);
      world.take(Toy.score("i" + at, "s" + at, "date", at, value));
      at += GAP;
    }
  }

  private static Map<String, DriftVerdict.Chart> charts(World world) {
    return world.stream("date", "Quality").shown().charts().stream()
        .collect(Collectors.toMap(DriftVerdict.Chart::type, chart -> chart));
  }

  @Test
  void everyChartSignalsAChangeAndHasItsReadings() {
    World world = world(0.1, Type.values());
    feed(world, 500, 0);
    assertThat(charts(world)).as("the baseline is learnt").isEmpty();
    feed(world, 3 * DAY, 0);
    Map<String, DriftVerdict.Chart> calm = charts(world);
    assertThat(calm)
        .containsOnlyKeys(
            "WesternElectric", "Ewma", "Cusum", "KolmogorovSmirnov", "PopulationStability");
    assertThat(calm.get("KolmogorovSmirnov").statistic()).as("p-value").isGreaterThan(0.0027);
    assertThat(calm.get("Ewma").limit()).isCloseTo(2.88 * Math.sqrt(0.1 / 1.9), within(1e-9));
    feed(world, 2 * DAY, 0.06);
    Map<String, DriftVerdict.Chart> changed = charts(world);
    changed.forEach(
        (type, chart) -> {
          assertThat(chart.signals()).as(type).isGreaterThan(calm.get(type).signals());
          assertThat(chart.signalMillis()).as(type).isGreaterThan(at - 3 * DAY * GAP);
        });
    assertThat(changed.get("Cusum").effect()).as("normal score").isCloseTo(-0.6, within(0.6));
    assertThat(changed.get("KolmogorovSmirnov").effect()).isCloseTo(0.236, within(0.1));
  }

  @Test
  void changeBelowTheMinimumEffectIsNoSignal() {
    World world = world(2, Type.values());
    feed(world, 500 + 2 * DAY, 0);
    feed(world, 2 * DAY, 0.05);
    assertThat(charts(world).values()).hasSize(5).allMatch(chart -> chart.signals() == 0);
  }

  @Test
  void otherChartsBeginAnew() {
    World world = world(0.1, Type.EWMA);
    feed(world, 600, 0);
    assertThat(charts(world)).containsOnlyKeys("Ewma");
    world.definitions = world(0.1, Type.CUSUM).definitions;
    feed(world, 400, 0);
    assertThat(charts(world)).isEmpty();
    feed(world, 200, 0);
    assertThat(charts(world)).containsOnlyKeys("Cusum");
  }
}
