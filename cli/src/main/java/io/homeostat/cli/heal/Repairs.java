package io.homeostat.cli.heal;

import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.healingrun.HealingRun;
import java.util.List;

/** Finds repairs by the names that people use. */
record Repairs(Cluster cluster) {
  /** The repairs, oldest first. */
  List<HealingRun> all() {
    return cluster.all(HealingRun.class);
  }

  /**
   * The repair of that name, else the latest one of the ModelService of that name.
   *
   * @throws UsageException when there is neither
   */
  HealingRun find(String name) throws UsageException {
    List<HealingRun> all = all();
    return all.stream()
        .filter(run -> run.getMetadata().getName().equals(name))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(run -> run.getSpec().modelServiceRef().name().equals(name))
                    .reduce((older, newer) -> newer))
        .orElseThrow(
            () ->
                new UsageException(
                    "found no HealingRun '%s' and none of a ModelService '%s' in namespace %s: see homeostat heal status -n %s"
                        .formatted(name, name, cluster.namespace(), cluster.namespace())));
  }
}
