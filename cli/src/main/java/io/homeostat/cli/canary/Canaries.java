package io.homeostat.cli.canary;

import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.modelservice.ModelService;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds canaries by the names that people use. */
record Canaries(Cluster cluster) {
  private static final Set<String> ENDED =
      Set.of("Completed", "Promoted", "RolledBack", "Aborted", "Superseded");

  /** The canaries, oldest first. */
  List<CanaryRelease> all() {
    return cluster.all(CanaryRelease.class);
  }

  /**
   * The canary of that name, else the running or latest one of the ModelService of that name.
   *
   * @throws UsageException when there is neither
   */
  CanaryRelease find(String name) throws UsageException {
    List<CanaryRelease> all = all();
    return all.stream()
        .filter(canary -> canary.getMetadata().getName().equals(name))
        .findFirst()
        .or(() -> newest(all, name))
        .orElseThrow(
            () ->
                new UsageException(
                    "found no CanaryRelease '%s' and none of a ModelService '%s' in namespace %s: see homeostat canary status -n %s"
                        .formatted(name, name, cluster.namespace(), cluster.namespace())));
  }

  private static Optional<CanaryRelease> newest(List<CanaryRelease> all, String service) {
    List<CanaryRelease> own =
        all.stream()
            .filter(canary -> canary.getSpec().modelServiceRef().name().equals(service))
            .toList();
    return own.stream()
        .filter(canary -> !ended(canary))
        .findFirst()
        .or(() -> own.stream().reduce((older, newer) -> newer));
  }

  /**
   * The ModelService of that name, else the one of the canary of that name.
   *
   * @throws UsageException when there is neither
   */
  String service(String name) throws UsageException {
    return cluster.find(ModelService.class, name).isPresent()
        ? name
        : find(name).getSpec().modelServiceRef().name();
  }

  private static boolean ended(CanaryRelease canary) {
    return canary.getStatus() != null && ENDED.contains(String.valueOf(canary.getStatus().state()));
  }
}
