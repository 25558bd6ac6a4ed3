package io.homeostat.monitor.canary;

import static io.homeostat.monitor.canary.Plans.compared;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.Score;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Frame;
import io.homeostat.monitor.definitions.CanaryMeasure;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Answers to the same requests, of which clients see only stable's. */
class PairsTest {
  private static final PlanWeights SHADOW =
      PlanWeights.UNKNOWN.with(
          2,
          List.of(new Route(Toy.STABLE, "Stable", 1_000), new Route(Toy.CANDIDATE, "Shadow", 0)));

  private final Random random = new Random(31);
  private World world = begin(Toy.CANDIDATE);
  private long at = Toy.START;
  private int requests;

  private static World begin(String candidate) {
    CanaryDefinition canary =
        Plans.of(
            candidate,
            Toy.START,
            new Frame(Toy.START + 86_400_000L, 0.5, 0, 0),
            compared("quality", CanaryMeasure.QUALITY),
            compared("errors", CanaryMeasure.ERRORS),
            compared("latency", CanaryMeasure.LATENCY));
    return ComparedArms.world(canary, SHADOW);
  }

  /** Both halves of the next request, stable's first. */
  private List<Score> request(double shift, String candidate) {
    String id = "r" + requests++;
    String session = "s" + requests / 4;
    double common = random.nextDouble();
    Score stable =
        Toy.score(id, session, "date", at, Math.clamp(common, 0, 1), Toy.STABLE, "Stable", 2);
    Score shadow =
        Toy.score(
            id + "-shadow",
            session,
            "date",
            at,
            Math.clamp(common + shift + 0.1 * random.nextGaussian(), 0, 1),
            candidate,
            "Shadow",
            2);
    at += 250;
    return List.of(
        Toy.paired(Toy.measured(stable, 300, null, 50), id, "Stable"),
        Toy.paired(Toy.measured(shadow, 9_000, null, 50), id, "Shadow"));
  }

  private void feed(int count, double shift) {
    for (int i = 0; i < count; i++) {
      request(shift, Toy.CANDIDATE).forEach(world::take);
    }
  }

  private String decision() {
    return world.canary().decision() + "/" + world.canary().reason();
  }

  @Test
  void eachPairIsOneDifferenceAndShowsEqualityWithFewRequests() {
    feed(600, 0);
    assertThat(world.canary().trust().pairs()).isBetween(580L, 600L);
    assertThat(world.canary().metrics().getFirst().blocks())
        .isEqualTo(world.canary().trust().pairs());
    assertThat(world.canary().metrics().getFirst().difference()).isBetween(-0.03, 0.03);
    assertThat(world.canary().message()).as("only the latency is open").startsWith("latency not");
  }

  @Test
  void worseAnswersAreFoundBeforeAnyClientSawOne() {
    feed(150, -0.1);
    assertThat(decision()).isEqualTo("RollBack/Breach");
    assertThat(world.canary().metrics().getFirst().breach()).isTrue();
  }

  @Test
  void timesOfAShadowNeverGate() {
    feed(1_000, 0);
    assertThat(world.canary().metrics().get(2).blocks()).isZero();
    assertThat(decision()).isEqualTo("Continue/Testing");
  }

  @Test
  void failedShadowIsAnOutcome() {
    for (int i = 0; i < 200; i++) {
      List<Score> halves = request(0, Toy.CANDIDATE);
      world.take(halves.get(0));
      world.take(i % 4 == 0 ? Toy.failed(halves.get(1)) : halves.get(1));
    }
    assertThat(world.canary().metrics().get(1).breach()).isTrue();
  }

  @Test
  void halvesInAnyOrderTwiceOrAloneGiveTheSamePairs() {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      scores.addAll(request(0, Toy.CANDIDATE));
    }
    List<Score> mixed = new ArrayList<>(scores);
    Collections.shuffle(mixed, random);
    mixed.addAll(scores);
    mixed.add(request(0, Toy.CANDIDATE).getFirst());
    mixed.forEach(world::take);
    feed(1, 0);
    at += 60_000;
    world.take(request(0, Toy.CANDIDATE).getFirst());
    assertThat(world.canary().trust().pairs()).isEqualTo(9);
  }

  @Test
  void halfWhoseOtherNeverComesIsForgotten() {
    for (int i = 0; i < 50; i++) {
      world.take(request(0, Toy.CANDIDATE).getFirst());
    }
    assertThat(world.table.keys(StateKeys.pairOrder(Toy.SERVICE))).hasSize(50);
    at += 700_000;
    feed(1, 0);
    assertThat(world.table.keys(StateKeys.pairOrder(Toy.SERVICE))).isEmpty();
    assertThat(world.table.keys(StateKeys.pair(Toy.SERVICE, ""))).isEmpty();
  }

  @Test
  void halvesOfACanaryThatEndedAreForgotten() {
    for (int i = 0; i < 50; i++) {
      world.take(request(0, Toy.CANDIDATE).getFirst());
    }
    world.definitions = Toy.definitions(List.of());
    world.forgetUndeclared();
    assertThat(world.table.keys(StateKeys.pairOrder(Toy.SERVICE))).isEmpty();
    assertThat(world.table.keys(StateKeys.pair(Toy.SERVICE, ""))).isEmpty();
  }

  @Test
  void stableInTheShadowOfItselfShowsNoDifference() {
    world = begin(Toy.STABLE);
    for (int i = 0; i < 500; i++) {
      request(0, Toy.STABLE).forEach(world::take);
    }
    var quality = world.canary().metrics().getFirst();
    assertThat(quality.blocks()).isGreaterThan(450);
    assertThat(quality.lower()).isLessThanOrEqualTo(0);
    assertThat(quality.upper()).isGreaterThanOrEqualTo(0);
    assertThat(quality.breach()).isFalse();
  }

  @Test
  void shadowAnswersAreNoSessionsOfTheSplitNorOfDrift() {
    feed(200, 0);
    assertThat(world.canary().candidateUnits()).isEqualTo(world.canary().trust().pairs());
    assertThat(world.canary().stableUnits()).isGreaterThan(world.canary().candidateUnits());
    assertThat(Map.copyOf(world.leftOut)).isEmpty();
  }

  @Test
  void restartBetweenAnyTwoRecordsChangesNothing() {
    feed(120, -0.02);
    List<io.homeostat.events.Verdict> uninterrupted = List.copyOf(world.verdicts);
    random.setSeed(31);
    at = Toy.START;
    requests = 0;
    world = begin(Toy.CANDIDATE);
    for (int i = 0; i < 120; i++) {
      for (Score half : request(-0.02, Toy.CANDIDATE)) {
        world.restart();
        world.take(half);
      }
    }
    assertThat(world.verdicts).isEqualTo(uninterrupted);
  }
}
