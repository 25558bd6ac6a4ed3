package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.MonitorDefinition.Anchor;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small losses of one release after the other. */
class AnchorTest {
  /** Four releases in a row, each a little worse; returns the stream of dates at the end. */
  private static DriftVerdict.Stream afterSmallLosses(Anchor anchor) {
    World world =
        new World(Toy.definitions(List.of(Variants.anchored(Toy.monitor(Signal.QUALITY), anchor))));
    Traffic traffic = new Traffic(5);
    double right = 0.95;
    for (String release : List.of("one", "two", "three", "four")) {
      traffic.by(release, "Stable", 1).right(right, 0.9);
      traffic.sessions(700).forEach(world::take);
      right -= 0.11;
    }
    return world.stream("date", "Quality");
  }

  @Test
  void eachReleaseFoundsABaselineOfItsOwnWithoutAnchor() {
    DriftVerdict.Stream stream = afterSmallLosses(Anchor.NONE);
    assertThat(stream.state()).isEqualTo("Watching");
    assertThat(stream.baselineRelease()).isEqualTo("four");
    assertThat(stream.release()).isEqualTo("four");
  }

  @Test
  void lossesSinceTheFirstReleaseAddUp() {
    DriftVerdict.Stream stream = afterSmallLosses(Anchor.FIRST);
    assertThat(stream.state()).isEqualTo("Drifting");
    assertThat(stream.baselineRelease()).isEqualTo("one");
    assertThat(stream.drop()).isGreaterThan(0.15);
  }

  @Test
  void chosenReleaseIsKeptOnceItHasItsBaseline() {
    DriftVerdict.Stream stream = afterSmallLosses(new Anchor(true, "two"));
    assertThat(stream.baselineRelease()).isEqualTo("two");
    assertThat(stream.release()).isEqualTo("four");
  }
}
