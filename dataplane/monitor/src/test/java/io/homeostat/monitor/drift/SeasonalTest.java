package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.statistics.drift.DriftSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A cycle that is larger than the drop that matters. */
class SeasonalTest {
  private static final long GAP = 900_000;
  private static final long DAY = 86_400_000;

  private final Random random = new Random(41);
  private long at = Toy.START;

  private static World world(boolean seasonal) {
    MonitorDefinition plain = Toy.monitor(Signal.QUALITY);
    MonitorDefinition monitor =
        new MonitorDefinition(
            plain.subject(),
            plain.uid(),
            plain.specDigest(),
            plain.signals(),
            new DriftSettings(100, 300, 7 * DAY, 0.1, 600_000),
            plain.promise(),
            plain.anchor(),
            plain.prices(),
            false,
            seasonal,
            plain.charts());
    return new World(Toy.definitions(List.of(monitor)));
  }

  /** Answers that are much better by day than by night. */
  private void feed(World world, double days, double lower) {
    feed(world, days, lower, Toy.STABLE);
  }

  private void feed(World world, double days, double lower, String release) {
    long end = at + (long) (days * DAY);
    for (; at < end; at += GAP) {
      double level = 0.65 + 0.2 * Math.sin(2 * Math.PI * (at % DAY) / (double) DAY) - lower;
      double value = Math.clamp(level + 0.1 * random.nextGaussian(), 0.0, 1.0);
      world.take(Toy.score("i" + at, "s" + at, "date", at, value, release, "Stable", 1));
    }
  }

  private static DriftVerdict.Stream dates(World world) {
    return world.stream("date", "Quality");
  }

  @Test
  void cycleIsNoDriftAndARealDropIsFoundOnItsOwnScale() {
    World world = world(true);
    feed(world, 14, 0);
    assertThat(dates(world).state()).isEqualTo("Learning");
    feed(world, 21, 0);
    assertThat(world.verdicts)
        .noneMatch(
            verdict ->
                verdict instanceof DriftVerdict drift
                    && drift.streams().stream()
                        .anyMatch(stream -> stream.state().equals("Drifting")));
    DriftVerdict.Stream steady = dates(world);
    assertThat(steady.state()).isEqualTo("Watching");
    assertThat(steady.baseline()).isCloseTo(0.65, within(0.02));
    assertThat(steady.blockSize()).as("neighbours hardly resemble each other").isLessThan(8);
    feed(world, 2, 0.15);
    DriftVerdict.Stream fallen = dates(world);
    assertThat(fallen.state()).isEqualTo("Drifting");
    assertThat(fallen.drop()).isCloseTo(0.15, within(0.04));
    assertThat(fallen.baseline()).as("a fall moves no baseline").isEqualTo(steady.baseline());
    feed(world, 4, 0.15);
    assertThat(dates(world).state()).isEqualTo("Drifting");
    assertThat(dates(world).baseline()).isEqualTo(steady.baseline());
  }

  @Test
  void withoutItTheSameCycleIsAveragedInLongBlocksOfNeighboursThatResembleEachOther() {
    World plain = world(false);
    feed(plain, 35, 0);
    assertThat(dates(plain).blockSize()).isGreaterThanOrEqualTo(8);
    assertThat(plain.verdicts)
        .noneMatch(
            verdict ->
                verdict instanceof DriftVerdict drift
                    && drift.streams().stream()
                        .anyMatch(stream -> stream.state().equals("Drifting")));
  }

  @Test
  void promotedReleaseKeepsTheSeasonThatIsLearnt() {
    World world = world(true);
    feed(world, 22, 0);
    assertThat(dates(world).state()).isEqualTo("Watching");
    feed(world, 5, 0, Toy.CANDIDATE);
    assertThat(dates(world).baselineRelease()).isEqualTo(Toy.CANDIDATE);
    assertThat(dates(world).samples()).as("of five days").isLessThanOrEqualTo(480);
    assertThat(dates(world).state()).isEqualTo("Watching");
  }

  @Test
  void turningItOnBeginsAnew() {
    World world = world(false);
    feed(world, 3, 0);
    assertThat(dates(world).samples()).isGreaterThan(200);
    world.definitions = world(true).definitions;
    feed(world, 1, 0);
    assertThat(dates(world).samples()).isLessThan(100);
  }
}
