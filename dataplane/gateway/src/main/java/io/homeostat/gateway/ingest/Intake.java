package io.homeostat.gateway.ingest;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.gateway.routing.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What came of one request: events to record, and what could not be used. */
public final class Intake {
  private static final int MOST_REASONS = 3;

  private final List<Entry<Interaction>> interactions = new ArrayList<>();
  private final List<Entry<Feedback>> scores = new ArrayList<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private int rejected;

  void add(ServedModel model, Interaction interaction) {
    interactions.add(new Entry<>(model, interaction));
  }

  void add(ServedModel model, Feedback scored) {
    scores.add(new Entry<>(model, scored));
  }

  void reject(String reason) {
    rejected++;
    if (reasons.size() < MOST_REASONS) {
      reasons.add(reason);
    }
  }

  /** Calls of models. */
  public List<Entry<Interaction>> interactions() {
    return interactions;
  }

  /** Scores of answers. */
  public List<Entry<Feedback>> scores() {
    return scores;
  }

  /** How many events are to be recorded. */
  public int size() {
    return interactions.size() + scores.size();
  }

  /** How many spans, log records or scores could not be used. */
  public int rejected() {
    return rejected;
  }

  /** Why, in words for people; empty when all was used. */
  public String reasons() {
    return String.join("; ", reasons);
  }

  /** An event of a model. */
  public record Entry<T>(ServedModel model, T event) {}
}
