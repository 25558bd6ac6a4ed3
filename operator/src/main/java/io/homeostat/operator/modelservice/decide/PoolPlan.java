package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.modelservice.decide.EngineView.Pool;
import io.homeostat.operator.modelservice.decide.EngineView.Trouble;
import io.homeostat.operator.modelservice.decide.ServiceDecision.PoolDemand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fits a draft to the engine pods that there are: which pools must run and with how many pods, and
 * how much of the wished split they can carry now. A share is given only when the pods for it are
 * ready; what serves keeps its pods until another release has taken its place for good.
 */
final class PoolPlan {
  private static final int ALL = 1000;

  private final ServiceObservation seen;
  private final Map<String, PoolDemand> demands = new LinkedHashMap<>();
  private Shortage shortage;

  private PoolPlan(ServiceObservation seen) {
    this.seen = seen;
  }

  /**
   * What a wish lacks.
   *
   * @param pool name of the pool
   * @param release the release that cannot get its share yet
   */
  record Shortage(String pool, String release, int ready, int needed, Optional<Trouble> trouble) {}

  /**
   * What can be done now.
   *
   * @param idle pools that nothing needs any more and nobody talks to
   */
  record Result(
      Draft draft, List<PoolDemand> pools, List<String> idle, Optional<Shortage> shortage) {}

  static Result of(ServiceObservation seen, Draft wished) {
    return new PoolPlan(seen).fit(wished);
  }

  /** The only pool of a service that serves nothing yet. */
  static List<PoolDemand> first(ServiceObservation seen, ReleaseTuple tuple) {
    return List.of(new PoolDemand(PoolName.FIRST, tuple, seen.replicas()));
  }

  /** Pods that a share of the sessions needs. */
  static int share(int replicas, int permille) {
    return replicas == 0 ? 0 : Math.max(1, Math.ceilDiv(replicas * permille, ALL));
  }

  private Result fit(Draft wished) {
    Draft possible = hold(wished);
    List<Route> carried = carried(possible);
    possible.routes().forEach(this::demand);
    startNext(possible);
    boolean several = demands.size() > 1;
    boolean named = named();
    if (!named || !seen.applied()) {
      demands.values().removeIf(demand -> !runsAlready(demand.name()));
    }
    Draft draft =
        possible.held(
            possible.stable(),
            possible.holder(),
            named || several ? carried.stream().map(this::inItsPool).toList() : carried);
    return new Result(draft, List.copyOf(demands.values()), idle(), Optional.ofNullable(shortage));
  }

  /** Stable moves to other pods only when they can carry it; until then the plan stays. */
  private Draft hold(Draft wished) {
    String target = pool(wished.stableTuple());
    if (seen.plan() == null || seen.replicas() == 0) {
      return wished;
    }
    String present = pool(seen.stableTuple());
    int needed = neededByStable(wished, target);
    int ready = ready(target);
    boolean rescue = ready > 0 && ready(present) == 0;
    if (target.equals(present) || ready >= needed || rescue) {
      return wished;
    }
    demand(target, wished.stableTuple(), seen.replicas());
    shortage(target, wished.stable(), needed);
    return Draft.of(seen.plan(), seen.handled()).accepting(wished.accepted());
  }

  /** Going back to the old stable of a bake, whose pods are still there, waits for none of them. */
  private int neededByStable(Draft wished, String target) {
    boolean goesBack =
        Routes.of(seen.plan(), Routes.HOLDBACK)
            .filter(route -> pool(route.tuple()).equals(target))
            .isPresent();
    int weight =
        wished.routes().stream()
            .filter(route -> Routes.STABLE.equals(route.role()))
            .mapToInt(Route::weightPermille)
            .sum();
    return goesBack ? 1 : needed(target, share(seen.replicas(), weight));
  }

  /** The routes with the weights that their pools can carry; stable has the rest. */
  private List<Route> carried(Draft draft) {
    String stable = pool(draft.stableTuple());
    List<Route> others = new ArrayList<>();
    draft.routes().stream()
        .filter(route -> !Routes.STABLE.equals(route.role()))
        .forEach(
            route ->
                others.add(
                    pool(route.tuple()).equals(stable)
                        ? route
                        : weighted(route, carriedBy(route))));
    int given = others.stream().mapToInt(Route::weightPermille).sum();
    return draft.routes().stream()
        .map(
            route ->
                Routes.STABLE.equals(route.role())
                    ? weighted(route, ALL - given)
                    : others.removeFirst())
        .toList();
  }

  private int carriedBy(Route route) {
    int wish = route.weightPermille();
    String pool = pool(route.tuple());
    int ready = ready(pool);
    int needed =
        Routes.CANDIDATE.equals(route.role()) ? needed(pool, share(seen.replicas(), wish)) : 1;
    if (wish == 0 || (ready > 0 && ready >= needed)) {
      return wish;
    }
    shortage(pool, route.release(), needed);
    return ready == 0 ? 0 : Math.min(wish, present(route));
  }

  /** The weight that the release has already. */
  private int present(Route route) {
    return Routes.of(seen.plan(), route.role())
        .filter(now -> now.release().equals(route.release()))
        .map(Route::weightPermille)
        .orElse(0);
  }

  private void demand(Route route) {
    int replicas =
        switch (route.role()) {
          case Routes.CANDIDATE -> share(seen.replicas(), route.weightPermille());
          case Routes.SHADOW -> share(seen.replicas(), route.shadowPermille());
          default -> seen.replicas();
        };
    demand(pool(route.tuple()), route.tuple(), replicas);
  }

  private void demand(String pool, ReleaseTuple tuple, int replicas) {
    demands.merge(
        pool,
        new PoolDemand(pool, tuple, replicas),
        (one, other) -> one.replicas() >= other.replicas() ? one : other);
  }

  /** The next release that waits for pods of its own gets the first of them. */
  private void startNext(Draft draft) {
    Slot.waiting(seen, draft)
        .filter(release -> !demands.containsKey(pool(seen.tuple(release))))
        .findFirst()
        .ifPresent(
            release -> {
              String pool = pool(seen.tuple(release));
              demand(pool, seen.tuple(release), share(seen.replicas(), 0));
              shortage(pool, release, 1);
            });
  }

  /** Pools are started beside the first only when gateways tell them apart. */
  private boolean named() {
    return seen.plan() == null
        || seen.plan().routes().stream().allMatch(route -> route.pool() != null);
  }

  private boolean runsAlready(String pool) {
    return seen.plan() == null || planned().contains(pool) || seen.engines().pool(pool).isPresent();
  }

  private List<String> idle() {
    if (seen.plan() == null || !seen.applied() || seen.engines().open() == null) {
      return List.of();
    }
    Set<String> planned = planned();
    return seen.engines().pools().stream()
        .filter(pool -> !pool.foreign() || pool.wanted() == 0)
        .filter(pool -> !demands.containsKey(pool.name()) && !planned.contains(pool.name()))
        .filter(pool -> !busy(pool))
        .map(Pool::name)
        .toList();
  }

  private boolean busy(Pool pool) {
    return seen.engines().open().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> seen.tuple(entry.getKey()))
        .anyMatch(tuple -> tuple == null || SpecTuple.poolDigest(tuple).equals(pool.digest()));
  }

  private Set<String> planned() {
    return seen.plan().routes().stream()
        .map(route -> pool(route.tuple()))
        .collect(Collectors.toSet());
  }

  private String pool(ReleaseTuple tuple) {
    return seen.plan() == null
        ? PoolName.afterLoss(seen.engines(), tuple)
        : PoolName.of(seen.plan(), tuple);
  }

  /** An engine that somebody else runs is sized by whoever runs it. */
  private int needed(String pool, int share) {
    return seen.engines().pool(pool).filter(Pool::foreign).isPresent() ? Math.min(1, share) : share;
  }

  private int ready(String pool) {
    return seen.engines().pool(pool).map(Pool::ready).orElse(0);
  }

  private void shortage(String pool, String release, int needed) {
    if (ready(pool) < needed && shortage == null) {
      shortage =
          new Shortage(
              pool, release, ready(pool), needed, seen.engines().pool(pool).flatMap(Pool::trouble));
    }
  }

  private Route inItsPool(Route route) {
    return new Route(
        route.release(),
        route.role(),
        route.weightPermille(),
        route.shadowPermille(),
        pool(route.tuple()),
        route.servedModel(),
        route.tuple());
  }

  private static Route weighted(Route route, int weight) {
    return new Route(
        route.release(),
        route.role(),
        weight,
        route.shadowPermille(),
        route.pool(),
        route.servedModel(),
        route.tuple());
  }
}
