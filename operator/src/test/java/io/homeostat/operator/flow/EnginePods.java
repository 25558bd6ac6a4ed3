package io.homeostat.operator.flow;

import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.modelservice.decide.EngineView;
import io.homeostat.operator.modelservice.decide.EngineView.Trouble;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deployments of engine pods in memory: pods become ready between two rounds, as far as the cluster
 * has room for them.
 */
final class EnginePods {
  private final Map<String, EngineView.Pool> pools = new LinkedHashMap<>();
  private final Map<String, Integer> room = new LinkedHashMap<>();
  Map<String, Long> open = Map.of();

  /** Most pods of a pool that ever become ready. */
  void room(String pool, int pods) {
    room.put(pool, pods);
  }

  /** Most pods that ever become ready of every pool but the first. */
  void roomForOthers(int pods) {
    room("*", pods);
  }

  /** Controllers and kubelets do their part. */
  void catchUp() {
    pools.replaceAll((name, pool) -> caughtUp(pool));
  }

  private EngineView.Pool caughtUp(EngineView.Pool pool) {
    int others = "engine".equals(pool.name()) ? 64 : room.getOrDefault("*", 64);
    int ready = Math.min(pool.wanted(), room.getOrDefault(pool.name(), others));
    return new EngineView.Pool(
        pool.name(),
        pool.digest(),
        pool.wanted(),
        ready,
        ready < pool.wanted()
            ? Optional.of(new Trouble(true, "0/1 nodes are available"))
            : Optional.empty());
  }

  EngineView view() {
    return new EngineView(List.copyOf(pools.values()), open);
  }

  /** As a Release's condition Ready says where it needs engine pods of its own. */
  boolean serve(TrafficPlanSpec plan, ReleaseSpec release) {
    if (plan == null) {
      return true;
    }
    String stable = PoolName.of(plan, Routes.tupleIn(plan, plan.stable()));
    String pool = PoolName.of(plan, release.tuple());
    return pool.equals(stable) || ready(pool) > 0;
  }

  int ready(String pool) {
    return view().pool(pool).map(EngineView.Pool::ready).orElse(0);
  }

  int wanted(String pool) {
    return view().pool(pool).map(EngineView.Pool::wanted).orElse(0);
  }

  List<String> names() {
    return List.copyOf(pools.keySet());
  }

  /** A pool of a version that knew one pool per service. */
  void unmarked(int replicas) {
    pools.put("engine", new EngineView.Pool("engine", null, replicas, replicas, Optional.empty()));
  }

  /** Writes what was decided. */
  void keep(ServiceDecision decided, Runnable write) {
    for (ServiceDecision.PoolDemand demand : decided.pools()) {
      String digest = SpecTuple.poolDigest(demand.tuple());
      EngineView.Pool now = pools.get(demand.name());
      if (now == null || now.wanted() != demand.replicas() || !digest.equals(now.digest())) {
        write.run();
        pools.put(demand.name(), changed(demand.name(), digest, demand.replicas(), now));
      }
    }
    for (String idle : decided.idlePools()) {
      write.run();
      EngineView.Pool now = pools.get(idle);
      if (now.wanted() > 0) {
        pools.put(idle, changed(idle, now.digest(), 0, now));
      } else {
        pools.remove(idle);
      }
    }
  }

  private static EngineView.Pool changed(
      String name, String digest, int wanted, EngineView.Pool now) {
    int ready = now == null ? 0 : Math.min(now.ready(), wanted);
    return new EngineView.Pool(name, digest, wanted, ready, Optional.empty());
  }

  /** The pool of a release by the name that it has beside others. */
  static String named(ReleaseTuple tuple) {
    return SpecTuple.poolDigest(tuple).substring(0, 10);
  }
}
