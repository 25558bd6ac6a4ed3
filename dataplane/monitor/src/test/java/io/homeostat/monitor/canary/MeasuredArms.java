package io.homeostat.monitor.canary;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.World;
import io.homeostat.monitor.definitions.CanaryDefinition;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

/** Sessions of one request each, with what was measured on them and parts of their scores. */
abstract class MeasuredArms {
  static final long BETWEEN_MILLIS = 500;

  World world;
  final Random random = new Random(23);
  long at = Toy.START;
  int sessions;

  /** What an arm's requests are like. */
  record Like(double latency, double tokens, double toxic, double grounded, double fails) {
    static final Like USUAL = new Like(400, 100, 0, 0.95, 0);

    Like latency(double millis) {
      return new Like(millis, tokens, toxic, grounded, fails);
    }

    Like tokens(double count) {
      return new Like(latency, count, toxic, grounded, fails);
    }

    Like toxic(double share) {
      return new Like(latency, tokens, share, grounded, fails);
    }

    Like grounded(double share) {
      return new Like(latency, tokens, toxic, share, fails);
    }

    Like fails(double share) {
      return new Like(latency, tokens, toxic, grounded, share);
    }
  }

  void begin(CanaryDefinition canary) {
    world = ComparedArms.world(canary, ComparedArms.HALF);
  }

  /** Sessions of stable alone, up to the start of the canaries of {@link Plans}. */
  void before(Like stable) {
    while (at < Toy.START + 900_000) {
      world.take(score(Toy.STABLE, "Stable", 1, stable));
      at += BETWEEN_MILLIS;
    }
  }

  void feed(int count, Like stable, Like candidate) {
    feed(count, (score, toCandidate) -> score, stable, candidate);
  }

  void feed(int count, BiFunction<Score, Boolean, Score> change, Like stable, Like candidate) {
    for (int i = 0; i < count; i++) {
      boolean toCandidate = random.nextBoolean();
      Score score =
          toCandidate
              ? score(Toy.CANDIDATE, "Candidate", 2, candidate)
              : score(Toy.STABLE, "Stable", 2, stable);
      world.take(change.apply(score, toCandidate));
      at += BETWEEN_MILLIS;
    }
  }

  Score score(String release, String role, long revision, Like like) {
    String name = "m" + sessions++;
    double latency = like.latency() * Math.exp(0.4 * random.nextGaussian());
    boolean fails = random.nextDouble() < like.fails();
    Score score =
        Toy.score(name, name, "date", at, 0.8 + 0.2 * random.nextDouble(), release, role, revision);
    Score whole =
        Toy.parts(
            Toy.measured(
                score,
                Math.round(latency),
                Math.round(latency / 2),
                (int) Math.round(like.tokens() * (0.5 + random.nextDouble()))),
            Map.of(
                "toxicity", random.nextDouble() < like.toxic() ? 1d : 0d,
                "judge.groundedness", random.nextDouble() < like.grounded() ? 1d : 0d));
    return fails ? Toy.failed(whole) : whole;
  }

  String decision() {
    return world.canary().decision() + "/" + world.canary().reason();
  }

  CanaryVerdict.Metric metric(String name) {
    return world.canary().metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
