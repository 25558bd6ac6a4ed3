package io.homeostat.operator.flow;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.Prompt;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.modelservice.decide.ServiceDecider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What users, monitor and time do in the flows that are tested. */
final class Turns {
  private Turns() {}

  static World serving() {
    return new World().settle();
  }

  /** Another prompt in the spec, and what the operator does about it. */
  static void change(World world, String prompt) {
    world.spec = spec(prompt, "Managed", false, null);
    world.settle();
  }

  /** Another prompt of which the monitor says that it is worse. */
  static void refuse(World world, String prompt) {
    change(world, prompt);
    world.verdict = "RollBack";
    world.settle();
  }

  /** The tests pass step by step, up to the promotion. */
  static void finishTests(World world) {
    world.units = 60;
    world.settle();
    world.units = 400;
    world.verdict = "Promote";
    world.settle();
  }

  /** The time of the bake passes. */
  static void endBake(World world) {
    world.now = world.now.plusSeconds(61);
    world.settle();
  }

  /** A person orders the previous stable release back. */
  static void rollBack(World world) {
    world.order = new Order("back-1", "Rollback", "customers complain");
    world.settle();
  }

  /** A person splits the traffic by hand for ten minutes. */
  static void setTraffic(World world, String uid, String release, int weight) {
    world.order(
        new Order(uid, "SetTraffic", "", release, weight, world.now.plusSeconds(600).toString()));
    world.settle();
  }

  /** Releases are as old as their order says. */
  static Map<String, Instant> ages(Set<String> releases) {
    Map<String, Instant> ages = new LinkedHashMap<>();
    releases.forEach(name -> ages.put(name, Instant.EPOCH.plusSeconds(ages.size())));
    return ages;
  }

  /** The order that is carried out, else one of before, while it has not expired. */
  static Optional<TrafficOrder> byHand(World world) {
    return world.orders.stream()
        .filter(given -> List.of("SetTraffic", "Rollback").contains(given.action()))
        .filter(
            given ->
                world.handled.find(given.uid()).equals(Optional.of(InterventionReason.CarriedOut)))
        .reduce((older, newer) -> newer)
        .filter(given -> "SetTraffic".equals(given.action()))
        .filter(given -> Instant.parse(given.expiresAt()).isAfter(world.now))
        .map(TrafficOrder::of);
  }

  /** The spec names another anchor. */
  static void anchor(World world, String release) {
    CanaryPlan plan = world.spec.release();
    world.spec =
        with(
            world.spec,
            new CanaryPlan(
                plan.steps(),
                plan.analysis(),
                plan.alpha(),
                plan.minimumSamples(),
                plan.bakeSeconds(),
                plan.holdbackPermille(),
                plan.deadlineSeconds(),
                plan.parkAfterSeconds(),
                null,
                null,
                null,
                release,
                null,
                null));
  }

  static ModelServiceSpec spec(String prompt, String adapterMode, boolean suspend, String image) {
    return new ModelServiceSpec(
        null,
        new ModelServiceSpec.Model("pvc://models/base", "1"),
        new EngineSpec("VLLM", image, 4, 16, 256, null, null, null),
        1,
        new ModelServiceSpec.Artifacts("artifacts"),
        new ModelServiceSpec.Adapter(adapterMode),
        new Prompt(prompt, null),
        null,
        null,
        World.PLAN,
        suspend);
  }

  /** The same spec with another number of engine pods. */
  static ModelServiceSpec scaled(ModelServiceSpec spec, int replicas) {
    return with(spec, replicas, spec.release());
  }

  /** The same spec with another plan for its canaries. */
  static ModelServiceSpec with(ModelServiceSpec spec, CanaryPlan plan) {
    return with(spec, spec.replicas(), plan);
  }

  private static ModelServiceSpec with(ModelServiceSpec spec, Integer replicas, CanaryPlan plan) {
    return new ModelServiceSpec(
        spec.modelName(),
        spec.model(),
        spec.engine(),
        replicas,
        spec.artifacts(),
        spec.adapter(),
        spec.prompt(),
        spec.decoding(),
        spec.capture(),
        plan,
        spec.suspend());
  }

  /** A service that serves with so many pods. */
  static World serving(int replicas) {
    World world = new World();
    world.spec = scaled(world.spec, replicas);
    return world.settle();
  }

  /** Another engine image in the spec, and what the operator does about it. */
  static void changeImage(World world, String image) {
    world.spec =
        scaled(spec(world.spec.prompt().inline(), "Managed", false, image), world.spec.replicas());
    world.settle();
  }

  /** A repair whose tests pass; returns its Release. */
  static String bakeRepair(World world, String adapter, String run) {
    String release = addRepair(world, adapter, run);
    world.settle();
    finishTests(world);
    return release;
  }

  /** A repair whose tests and bake pass; returns its Release. */
  static String promoteRepair(World world, String adapter, String run) {
    String release = bakeRepair(world, adapter, run);
    endBake(world);
    return release;
  }

  /** A repair: a Release with an adapter, and its canary. */
  static String addRepair(World world, String adapter, String run) {
    ReleaseTuple stable = world.releases.get(world.plan.stable()).tuple();
    ReleaseTuple tuple = stable.withAdapter(new ReleaseTuple.Adapter(adapter, null, null));
    String name = ReleaseFingerprint.name("support", ReleaseFingerprint.of(tuple));
    world.releases.put(name, ServiceDecider.release("support", tuple));
    world.add(run, new CanaryReleaseSpec(new Ref("support"), new Ref(name), World.PLAN), null);
    return name;
  }
}
