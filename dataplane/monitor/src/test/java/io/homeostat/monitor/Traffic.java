package io.homeostat.monitor;

import io.homeostat.events.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sessions of two turns that arrive a second apart, with answers right by chance; the same seed
 * gives the same scores.
 */
public final class Traffic {
  private final Random random;
  private final String prefix;
  private long at;
  private long gap = 1_000;
  private int sessions;
  private double date = 0.95;
  private double units = 0.9;
  private String release = Toy.STABLE;
  private String role = "Stable";
  private long revision = 1;
  private UnaryOperator<Score> change = UnaryOperator.identity();

  public Traffic(long seed) {
    this.random = new Random(seed);
    this.prefix = "t" + seed + "-";
    this.at = Toy.START;
  }

  /** Shares of right answers per capability from now on. */
  public Traffic right(double newDate, double newUnits) {
    date = newDate;
    units = newUnits;
    return this;
  }

  /** The release that serves from now on. */
  public Traffic by(String newRelease, String newRole, long newRevision) {
    release = newRelease;
    role = newRole;
    revision = newRevision;
    return this;
  }

  /** Milliseconds between two sessions from now on. */
  public Traffic every(long millis) {
    gap = millis;
    return this;
  }

  /** What is done to each score from now on. */
  public Traffic changed(UnaryOperator<Score> newChange) {
    change = newChange;
    return this;
  }

  /** Time of the next session. */
  public long now() {
    return at;
  }

  /** The next sessions' scores in the order of their arrival. */
  public List<Score> sessions(int count) {
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String capability = random.nextBoolean() ? "date" : "units";
      for (int turn = 0; turn < 2; turn++) {
        scores.add(next(capability, turn));
      }
      sessions++;
      at += gap;
    }
    return scores;
  }

  private Score next(String capability, int turn) {
    double right = capability.equals("date") ? date : units;
    double composite = random.nextDouble() < right ? 1 : random.nextDouble() < 0.5 ? 0.25 : 0;
    String id = prefix + sessions + "-" + turn;
    Score score =
        Toy.score(
            id,
            prefix + sessions,
            capability,
            at + turn * 300L,
            composite,
            release,
            role,
            revision);
    return change.apply(score);
  }

  /** Feeds sessions until a condition holds; returns how many it took, at most {@code most}. */
  public int until(java.util.function.BooleanSupplier condition, Consumer<Score> to, int most) {
    int fed = 0;
    while (fed < most && !condition.getAsBoolean()) {
      sessions(1).forEach(to);
      fed++;
    }
    return fed;
  }
}
