package io.homeostat.monitor.topology;

import io.homeostat.events.Score;
import io.homeostat.monitor.Toy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sessions of one question, whose kinds come in shares that a test changes. */
final class Asked {
  static final long GAP = 20_000;

  double dates = 0.5;
  double german = 0.3;
  double inputPlace;
  double answerPlace;
  double answerLength = 400;
  String release = Toy.STABLE;

  private final Random random;
  private long at = Toy.START;
  private int number;

  Asked(long seed) {
    random = new Random(seed);
  }

  List<Score> sessions(int count) {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scores.add(next());
    }
    return scores;
  }

  private Score next() {
    String id = "asked-" + number++;
    String capability = random.nextDouble() < dates ? "date" : "units";
    double right = random.nextDouble() < 0.9 ? 1 : 0.25;
    Score score = Toy.score(id, "s-" + id, capability, at, right, release, "Stable", 1);
    at += GAP;
    return Toy.seen(
        score,
        new Score.Details(
            null,
            null,
            null,
            Map.of("language", random.nextDouble() < german ? "de" : "en"),
            1d,
            length(80),
            length(answerLength),
            place(inputPlace),
            place(answerPlace)));
  }

  private int length(double usual) {
    return (int) (usual * Math.exp(0.4 * random.nextGaussian()));
  }

  /** As far apart as sentences are: a standard deviation of 1/4 in each direction. */
  private List<Double> place(double centre) {
    List<Double> place = new ArrayList<>();
    for (int i = 0; i < Score.Details.PROJECTED; i++) {
      place.add(Math.round(1e4 * (0.25 * random.nextGaussian() + centre)) / 1e4);
    }
    return place;
  }
}
