package io.homeostat.monitor.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.homeostat.events.Score;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What one session brought for one capability.
 *
 * <p>Values of different scorer sets are never mixed. A failed answer scores 0 under whatever set
 * the others have. A score that does not gate, or an answer that nobody could score, has no value
 * and counts as without outcome.
 *
 * @param interactions all of them
 * @param failed those without a usable answer
 * @param failedScored failed ones that a trusted judge's policy scored 0
 * @param unscored neither failed nor with a value that may be tested
 * @param sets values by scorer set
 */
public record Tally(
    int interactions, int failed, int failedScored, int unscored, Map<String, Sum> sets) {
  /** Nothing yet. */
  public static final Tally EMPTY = new Tally(0, 0, 0, 0, Map.of());

  private static final int MOST_SETS = 8;

  /** Copies the map. */
  public Tally {
    sets = sets == null ? Map.of() : Map.copyOf(sets);
  }

  /** This and one more score. */
  public Tally plus(Score score) {
    boolean valued = score.gating() && score.composite() != null && score.scorerSet() != null;
    if (score.failed()) {
      return new Tally(
          interactions + 1, failed + 1, failedScored + (valued ? 1 : 0), unscored, sets);
    }
    if (!valued || (sets.size() >= MOST_SETS && !sets.containsKey(score.scorerSet()))) {
      return new Tally(interactions + 1, failed, failedScored, unscored + 1, sets);
    }
    Map<String, Sum> grown = new TreeMap<>(sets);
    grown.merge(
        score.scorerSet(),
        Sum.NONE.plus(score.composite()),
        (old, one) -> old.plus(score.composite()));
    return new Tally(interactions + 1, failed, failedScored, unscored, grown);
  }

  /** Scores of one set with the failed ones, or nothing when the session has none of that set. */
  public Optional<Sum> quality(String set) {
    Sum scored = sets.get(set);
    if (scored == null && (!sets.isEmpty() || failedScored == 0)) {
      return Optional.empty();
    }
    Sum known = scored == null ? Sum.NONE : scored;
    return Optional.of(new Sum(known.count() + failedScored, known.total()));
  }

  /** Mean score of one set, in [0,1]. */
  public OptionalDouble meanQuality(String set) {
    return quality(set)
        .map(sum -> OptionalDouble.of(Math.clamp(sum.total() / sum.count(), 0, 1)))
        .orElseGet(OptionalDouble::empty);
  }

  /** Share of interactions with a usable answer, in [0,1]. */
  @JsonIgnore
  public double success() {
    return interactions == 0 ? 1 : 1 - failed / (double) interactions;
  }
}
