package io.homeostat.monitor.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.events.Score;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
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
 * @param blank neither failed nor scored by anybody, except those that were not in the sample
 * @param corrected those that somebody corrected while the session was open
 * @param sets values by scorer set
 * @param parts values of the parts that somebody asks for, by scorer set
 * @param measures of the first {@value #MOST_MEASURED} interactions that did not fail
 * @param tokens of all interactions whose tokens were counted
 * @param seen the first of what is compared as a whole
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Tally(
    int interactions,
    int failed,
    int failedScored,
    int unscored,
    int blank,
    int corrected,
    Map<String, Sum> sets,
    Map<String, Map<String, Sum>> parts,
    Map<Measure, List<Double>> measures,
    Tokens tokens,
    Seen seen) {
  /** Nothing yet. */
  public static final Tally EMPTY =
      new Tally(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(), Tokens.NONE, Seen.NOTHING);

  static final int MOST_MEASURED = 16;

  private static final int MOST_SETS = 8;
  private static final String NOT_SAMPLED = "JudgeNotSampled";
  private static final String DIMENSION = "judge.";

  /** Copies the maps. */
  public Tally {
    sets = sets == null ? Map.of() : Map.copyOf(sets);
    parts = parts == null ? Map.of() : Map.copyOf(parts);
    measures = measures == null ? Map.of() : Map.copyOf(measures);
    tokens = tokens == null ? Tokens.NONE : tokens;
    seen = seen == null ? Seen.NOTHING : seen;
  }

  /** This and one more score, of which no part is asked for. */
  public Tally plus(Score score) {
    return plus(score, Set.of());
  }

  /**
   * This and one more score.
   *
   * @param wanted parts that somebody asks for: their names, or those of the judge's dimensions
   */
  public Tally plus(Score score, Set<String> wanted) {
    boolean valued = score.gating() && score.composite() != null && score.scorerSet() != null;
    if (score.failed()) {
      return plusFailed(score, valued);
    }
    if (!valued || (sets.size() >= MOST_SETS && !sets.containsKey(score.scorerSet()))) {
      return new Tally(
          interactions + 1,
          failed,
          failedScored,
          unscored + 1,
          blank + (isBlank(score) ? 1 : 0),
          corrected,
          sets,
          parts,
          measured(score),
          tokens.plus(score.measures()),
          seen.plus(score));
    }
    return new Tally(
        interactions + 1,
        failed,
        failedScored,
        unscored,
        blank,
        corrected,
        with(sets, score.scorerSet(), score.composite()),
        partsWith(score, wanted),
        measured(score),
        tokens.plus(score.measures()),
        seen.plus(score));
  }

  private Tally plusFailed(Score score, boolean valued) {
    return new Tally(
        interactions + 1,
        failed + 1,
        failedScored + (valued ? 1 : 0),
        unscored,
        blank,
        corrected,
        sets,
        parts,
        measures,
        tokens.plus(score.measures()),
        seen.plus(score));
  }

  /** An answer that chance left out is not one that nobody could score. */
  private static boolean isBlank(Score score) {
    return score.composite() == null && !NOT_SAMPLED.equals(score.unscoredReason());
  }

  /** This, with one more of its interactions corrected. */
  Tally plusCorrection() {
    return new Tally(
        interactions,
        failed,
        failedScored,
        unscored,
        blank,
        Math.min(interactions, corrected + 1),
        sets,
        parts,
        measures,
        tokens,
        seen);
  }

  private static Map<String, Sum> with(Map<String, Sum> sums, String key, double value) {
    Map<String, Sum> grown = new TreeMap<>(sums);
    grown.merge(key, Sum.NONE.plus(value), (old, one) -> old.plus(value));
    return grown;
  }

  private Map<String, Map<String, Sum>> partsWith(Score score, Set<String> wanted) {
    if (wanted.isEmpty() || score.parts() == null) {
      return parts;
    }
    Map<String, Sum> own = parts.getOrDefault(score.scorerSet(), Map.of());
    for (String part : wanted) {
      Double value = score.parts().getOrDefault(part, score.parts().get(DIMENSION + part));
      if (value != null && value >= 0 && value <= 1) {
        own = with(own, part, value);
      }
    }
    Map<String, Map<String, Sum>> grown = new TreeMap<>(parts);
    grown.put(score.scorerSet(), own);
    return grown;
  }

  private Map<Measure, List<Double>> measured(Score score) {
    if (interactions - failed >= MOST_MEASURED) {
      return measures;
    }
    Map<Measure, List<Double>> grown = new EnumMap<>(Measure.class);
    grown.putAll(measures);
    for (Measure measure : Measure.values()) {
      Double value = measure.of(score);
      if (value != null) {
        List<Double> values = new ArrayList<>(measures.getOrDefault(measure, List.of()));
        values.add(value);
        grown.put(measure, List.copyOf(values));
      }
    }
    return grown;
  }

  /** Values of a measure, of the first interactions that have it. */
  public List<Double> measured(Measure measure) {
    return measures.getOrDefault(measure, List.of());
  }

  /** Scores of one set with the failed ones, or nothing when the session has none of that set. */
  public Optional<Sum> quality(String set) {
    return withFailed(sets.get(set));
  }

  /** The same of one part of the scores. */
  public Optional<Sum> quality(String set, String part) {
    return withFailed(parts.getOrDefault(set, Map.of()).get(part));
  }

  private Optional<Sum> withFailed(Sum scored) {
    if (scored == null && (!sets.isEmpty() || failedScored == 0)) {
      return Optional.empty();
    }
    Sum known = scored == null ? Sum.NONE : scored;
    return Optional.of(new Sum(known.count() + failedScored, known.total()));
  }

  /**
   * Mean score of one set, in [0,1].
   *
   * @param part that is asked for; null for the composite
   */
  public OptionalDouble meanQuality(String set, String part) {
    return (part == null ? quality(set) : quality(set, part))
        .map(sum -> OptionalDouble.of(Math.clamp(sum.total() / sum.count(), 0, 1)))
        .orElseGet(OptionalDouble::empty);
  }

  /** Share of interactions with a usable answer, in [0,1]. */
  @JsonIgnore
  public double success() {
    return without(failed);
  }

  /** Share of interactions that were scored, or failed, in [0,1]. */
  @JsonIgnore
  public double scored() {
    return without(blank);
  }

  /** Share of interactions that nobody corrected, in [0,1]. */
  @JsonIgnore
  public double uncorrected() {
    return without(corrected);
  }

  private double without(int some) {
    return interactions == 0 ? 1 : 1 - some / (double) interactions;
  }
}
