package io.homeostat.operator.modelservice.decide;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine pods of one ModelService as they are.
 *
 * @param pools every pool that has a Deployment
 * @param open requests that the gateways have open, by release; null when a gateway did not tell
 */
public record EngineView(List<Pool> pools, Map<String, Long> open) {
  /**
   * One pool.
   *
   * @param name unique in its ModelService
   * @param digest SHA-256 of what its pods run; null for a pool of before there were several
   * @param wanted pods that its Deployment asks for
   * @param ready pods that are ready
   * @param trouble why pods are missing; empty when none are, or nothing is known
   * @param foreign whether somebody else runs it
   */
  public record Pool(
      String name,
      String digest,
      int wanted,
      int ready,
      Optional<Trouble> trouble,
      boolean foreign) {
    /** A pool of the operator's own pods. */
    public Pool(String name, String digest, int wanted, int ready, Optional<Trouble> trouble) {
      this(name, digest, wanted, ready, trouble, false);
    }
  }

  /**
   * Why a pool has fewer pods than it wants.
   *
   * @param unschedulable whether the cluster has no place for a pod
   * @param message what Kubernetes says
   */
  public record Trouble(boolean unschedulable, String message) {}

  /** The pool of that name. */
  public Optional<Pool> pool(String name) {
    return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
  }
}
