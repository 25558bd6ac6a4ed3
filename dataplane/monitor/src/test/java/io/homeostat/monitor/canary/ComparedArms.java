package io.homeostat.monitor.canary;

import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.CanaryDefinition;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.monitor.definitions.Definitions;
import io.homeostat.monitor.definitions.PlanWeights;
import io.homeostat.monitor.definitions.PlanWeights.Route;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A canary at half of the sessions, and the sessions that both of its arms get. */
abstract class ComparedArms {
  static final PlanWeights HALF =
      PlanWeights.UNKNOWN.with(
          2,
          List.of(
              new Route(Toy.STABLE, "Stable", 500), new Route(Toy.CANDIDATE, "Candidate", 500)));

  World world = world(Toy.canary(Phase.TESTING, 0), HALF);
  final Random random = new Random(17);
  long at = Toy.START;
  int sessions;
  double candidateShare = 0.5;
  UnaryOperator<Score> candidateChange = UnaryOperator.identity();

  static World world(CanaryDefinition canary, PlanWeights weights) {
    return new World(definitions(canary, weights));
  }

  /** Feeds sessions whose answers are right with these probabilities. */
  void feed(int count, double stable, double candidate) {
    feed(count, stable, candidate, 2);
  }

  void feed(int count, double stable, double candidate, long revision) {
    for (int i = 0; i < count; i++) {
      boolean toCandidate = random.nextDouble() < candidateShare;
      double right = toCandidate ? candidate : stable;
      String session = "s" + sessions++;
      for (int turn = 0; turn < 2; turn++) {
        Score score =
            Toy.score(
                session + "-" + turn,
                session,
                random.nextBoolean() ? "date" : "units",
                at + turn,
                random.nextDouble() < right ? 1 : 0.25,
                toCandidate ? Toy.CANDIDATE : Toy.STABLE,
                toCandidate ? "Candidate" : "Stable",
                revision);
        world.take(toCandidate ? candidateChange.apply(score) : score);
      }
      at += 500;
    }
  }

  String decision() {
    return world.canary().decision() + "/" + world.canary().reason();
  }

  static Definitions definitions(CanaryDefinition canary, PlanWeights weights) {
    return Toy.definitions(Toy.service(List.of(), weights, canary));
  }
}
