package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that are judged together, epoch by epoch. */
class DiscoveryTest {
  private static final long EPOCH = 600_000;

  private static Definitions definitions() {
    return Toy.definitions(
        List.of(
            Variants.promising(
                Toy.monitor(Signal.QUALITY, Signal.ERRORS), new FalseDiscoveries(5, EPOCH))));
  }

  private static List<String> drifting(DriftVerdict verdict) {
    return verdict.streams().stream()
        .filter(stream -> stream.state().equals("Drifting"))
        .map(stream -> stream.capability() + "/" + stream.signal())
        .toList();
  }

  @Test
  void dropIsFoundNamedAndEndsByEvidence() {
    World world = new World(definitions());
    Traffic traffic = new Traffic(7);
    traffic.sessions(500).forEach(world::take);
    DriftVerdict.Stream before = world.stream("date", "Quality");
    assertThat(before.state()).isEqualTo("Watching");
    assertThat(before.logLimit())
        .as("2K/q, date, units and other by two signals")
        .isCloseTo(Math.log(2 * 6 / 0.05), within(1e-9));
    long change = traffic.now();
    traffic.right(0.1, 0.9);
    assertThat(traffic.until(() -> !drifting(world.drift()).isEmpty(), world::take, 200))
        .isLessThan(80);
    assertThat(drifting(world.drift())).containsExactly("date/Quality");
    assertThat(world.stream("date", "Quality").sinceMillis()).isCloseTo(change, within(10_000L));
    traffic.right(0.95, 0.9);
    assertThat(traffic.until(() -> drifting(world.drift()).isEmpty(), world::take, 400))
        .isLessThan(300);
  }

  @Test
  void severalStreamsThatFallTogetherNeedLessEvidenceThanOne() {
    World world = new World(definitions());
    Traffic traffic = new Traffic(8);
    traffic.sessions(500).forEach(world::take);
    traffic
        .right(0.1, 0.1)
        .changed(score -> score.interactionId().endsWith("0") ? Toy.failed(score) : score);
    traffic.until(() -> drifting(world.drift()).size() == 4, world::take, 300);
    double alone = Math.log(2 * 6 / 0.05);
    assertThat(world.drift().streams())
        .filteredOn(stream -> stream.state().equals("Drifting"))
        .hasSize(4)
        .anySatisfy(stream -> assertThat(stream.logEvidence()).isLessThan(alone));
  }

  @Test
  void restartBetweenAnyTwoRecordsChangesNothing() {
    List<Verdict> uninterrupted = run(false);
    assertThat(run(true)).isEqualTo(uninterrupted).hasSizeGreaterThan(100);
    assertThat(uninterrupted)
        .filteredOn(DriftVerdict.class::isInstance)
        .anySatisfy(verdict -> assertThat(drifting((DriftVerdict) verdict)).isNotEmpty());
  }

  private static List<Verdict> run(boolean restarts) {
    World world = new World(definitions());
    Traffic traffic = new Traffic(11);
    List<Score> scores = new ArrayList<>(traffic.sessions(400));
    scores.addAll(traffic.right(0.2, 0.9).sessions(150));
    scores.addAll(traffic.right(0.95, 0.9).sessions(200));
    for (Score score : scores) {
      world.take(score);
      if (restarts) {
        world.restart();
      }
    }
    return world.verdicts;
  }

  @Test
  void steadyTrafficOfManyEpochsRaisesNoAlarm() {
    World world = new World(definitions());
    Traffic traffic = new Traffic(12).every(3_000);
    traffic.sessions(3_000).forEach(world::take);
    assertThat(world.verdicts)
        .filteredOn(DriftVerdict.class::isInstance)
        .as("15 epochs of ten minutes")
        .allSatisfy(verdict -> assertThat(drifting((DriftVerdict) verdict)).isEmpty());
  }

  @Test
  void secondStageOfAGoneMonitorIsForgotten() {
    World world = new World(definitions());
    new Traffic(13).sessions(50).forEach(world::take);
    assertThat(world.table.keys(Toy.SERVICE + "|family|")).hasSize(1);
    world.definitions = Toy.definitions(List.of());
    world.forgetUndeclared();
    assertThat(world.table.keys(Toy.SERVICE + "|family|")).isEmpty();
  }
}
