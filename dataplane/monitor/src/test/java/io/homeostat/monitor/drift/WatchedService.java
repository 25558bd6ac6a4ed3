package io.homeostat.monitor.drift;

import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;

/** A service with a monitor of quality and errors, and the sessions that it gets. */
abstract class WatchedService {
  final World world =
      new World(Toy.definitions(List.of(Toy.monitor(Signal.QUALITY, Signal.ERRORS))));
  final Traffic traffic = new Traffic(7);

  void feed(int sessions) {
    traffic.sessions(sessions).forEach(world::take);
  }

  String state(String capability) {
    return world.stream(capability, "Quality").state();
  }
}
