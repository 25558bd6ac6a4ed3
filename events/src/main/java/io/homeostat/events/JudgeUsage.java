package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a judge used on one day, counted by every scorer for itself, so that their counts can be put
 * together in any order and any number of times.
 *
 * @param day of UTC, such as 2026-11-21
 * @param byScorer instance of the scorer → what it used; counts only grow
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeUsage(String day, Map<String, Spent> byScorer) {
  public JudgeUsage {
    byScorer = byScorer == null ? Map.of() : Map.copyOf(byScorer);
  }

  /**
   * Requests and their cost.
   *
   * @param cost in the currency of the Judge's prices, 0 without prices
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spent(long requests, double cost) {}

  /** Both together: the later day; on one day the larger count of each scorer. */
  public JudgeUsage with(JudgeUsage other) {
    if (other == null || !day.equals(other.day)) {
      return other == null || day.compareTo(other.day) > 0 ? this : other;
    }
    Map<String, Spent> all = new HashMap<>(byScorer);
    other.byScorer.forEach(
        (scorer, spent) ->
            all.merge(
                scorer,
                spent,
                (a, b) -> new Spent(Math.max(a.requests, b.requests), Math.max(a.cost, b.cost))));
    return new JudgeUsage(day, new TreeMap<>(all));
  }

  /** What all scorers used. */
  public Spent total() {
    return new Spent(
        byScorer.values().stream().mapToLong(Spent::requests).sum(),
        byScorer.values().stream().mapToDouble(Spent::cost).sum());
  }
}
