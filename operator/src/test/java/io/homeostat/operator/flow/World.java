package io.homeostat.operator.flow;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.FileCheck;
import io.homeostat.operator.modelservice.decide.Finding;
import io.homeostat.operator.modelservice.decide.Lineage;
import io.homeostat.operator.modelservice.decide.Routes;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import io.homeostat.operator.modelservice.decide.ServiceDecision;
import io.homeostat.operator.modelservice.decide.ServiceObservation;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Evaluation;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster in memory on which the decisions act write by write, so that the operator can be killed
 * between any two writes. Nothing of the operator is kept between two rounds, as after a restart.
 */
final class World {
  static final CanaryPlan PLAN =
      new CanaryPlan(
          List.of(new Step(100, 50, 0), new Step(500, 100, 0)),
          null,
          "0.05",
          200,
          60,
          50,
          36_000,
          3_600);

  /** Thrown in the place of a write that never happened. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  ModelServiceSpec spec = Turns.spec("good prompt", "Managed", false, null);
  TrafficPlanSpec plan;
  HandledOrders handled = HandledOrders.parse(null);
  String knownStable;
  final Map<String, ReleaseSpec> releases = new LinkedHashMap<>();
  final List<Canary> canaries = new ArrayList<>();
  final List<Evaluation> evaluations = new ArrayList<>();
  final Set<String> unproven = new HashSet<>();
  final List<TrafficPlanSpec> history = new ArrayList<>();
  final List<Lineage.Repair> repairs = new ArrayList<>();
  final Map<FileCheck, Finding> findings = new HashMap<>();
  List<FileCheck> questions = List.of();
  Order order;
  final EnginePods pods = new EnginePods();
  final List<Order> orders = new ArrayList<>();
  boolean applied = true;
  boolean stopped;
  Instant now = Instant.parse("2026-11-21T10:00:00Z");
  String verdict = "Continue";
  long units;
  long pairs;
  boolean silent;
  RolloutView rollout;
  Double difference;
  int writesUntilKilled = Integer.MAX_VALUE;
  int writes;

  /** Runs rounds until nothing is written any more; an operator that is killed starts again. */
  World settle() {
    for (int round = 0; round < 60; round++) {
      int before = writes;
      try {
        round();
      } catch (Killed e) {
        writesUntilKilled = Integer.MAX_VALUE;
        continue;
      }
      if (writes == before) {
        return this;
      }
    }
    throw new AssertionError("the operator writes for ever: " + plan);
  }

  /** One reconcile of the service and of each canary. */
  void round() {
    pods.catchUp();
    service();
    for (Canary canary : List.copyOf(canaries)) {
      canary(canary);
    }
  }

  ServiceDecision decideService() {
    return ServiceDecider.decide(observation());
  }

  ServiceObservation observation() {
    return new ServiceObservation(
        "support",
        spec,
        knownStable,
        ServiceObservation.Prompt.found(spec.prompt().inline()),
        plan,
        handled,
        applied,
        Map.copyOf(releases),
        releases.keySet().stream()
            .filter(name -> !unproven.contains(name) && pods.serve(plan, releases.get(name)))
            .collect(Collectors.toSet()),
        List.copyOf(canaries),
        List.copyOf(evaluations),
        Optional.ofNullable(order),
        pods.view(),
        List.of("date"),
        stopped,
        "engine:1",
        new Lineage(Turns.ages(releases.keySet()), List.copyOf(repairs), Map.copyOf(findings)),
        Turns.byHand(this),
        Optional.ofNullable(rollout));
  }

  /** A person orders something; what was ordered before is kept as a record. */
  void order(Order given) {
    order = given;
    orders.add(given);
  }

  private void service() {
    ServiceDecision decided = decideService();
    pods.keep(decided, this::write);
    decided
        .releases()
        .forEach(
            (name, release) -> {
              if (!releases.containsKey(name)) {
                write();
                releases.put(name, release);
              }
            });
    decided.canaries().stream()
        .filter(made -> find(made.name()).isEmpty())
        .forEach(
            made -> {
              write();
              add(made.name(), made.spec(), made.trigger());
            });
    decided.superseded().forEach(this::supersede);
    if (decided.plan() != null
        && !(decided.plan().equals(plan) && decided.handled().equals(handled))) {
      write();
      plan = decided.plan();
      handled = decided.handled();
      history.add(plan);
    }
    questions = decided.checks();
    decided
        .expired()
        .forEach(
            name -> {
              write();
              releases.remove(name);
            });
  }

  private void canary(Canary canary) {
    if (canary.state().terminal()) {
      return;
    }
    Canary decided = new CanaryRound(this, canary).decided();
    if (!decided.status().equals(canary.status())) {
      write();
      replace(decided);
    }
  }

  void add(String name, CanaryReleaseSpec canary, String trigger) {
    canaries.add(
        new Canary(
            name,
            "uid-" + canaries.size(),
            now.plusSeconds(canaries.size()),
            canary,
            null,
            trigger,
            null,
            null));
  }

  void delete(String canary) {
    canaries.removeIf(found -> found.name().equals(canary));
  }

  private void supersede(String name, String why) {
    Canary canary = find(name).orElseThrow();
    if (!why.equals(canary.superseded())) {
      write();
      replace(
          new Canary(
              canary.name(),
              canary.uid(),
              canary.created(),
              canary.spec(),
              canary.status(),
              canary.trigger(),
              why,
              canary.outcome()));
    }
  }

  private void replace(Canary changed) {
    canaries.replaceAll(found -> found.uid().equals(changed.uid()) ? changed : found);
  }

  Optional<Canary> find(String name) {
    return canaries.stream().filter(canary -> canary.name().equals(name)).findFirst();
  }

  String release(String prompt, String adapter) {
    return releases.entrySet().stream()
        .filter(entry -> prompt.equals(entry.getValue().tuple().prompt().text()))
        .filter(
            entry ->
                adapter == null
                    ? entry.getValue().tuple().adapter() == null
                    : entry.getValue().tuple().adapter() != null
                        && adapter.equals(entry.getValue().tuple().adapter().name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  CanaryState state(String canary) {
    return find(canary).orElseThrow().state();
  }

  int weight() {
    return Routes.of(plan, Routes.CANDIDATE).map(route -> route.weightPermille()).orElse(0);
  }

  private void write() {
    if (writesUntilKilled-- == 0) {
      throw new Killed();
    }
    writes++;
  }
}
