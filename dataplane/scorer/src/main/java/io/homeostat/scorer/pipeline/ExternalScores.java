package io.homeostat.scorer.pipeline;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Topics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Scores that were made elsewhere and wait for the interaction that they are about. They are
 * reported with it as {@code external.<name>} when they come before it has settled.
 */
public final class ExternalScores {
  /** What the names of the parts start with. */
  static final String PREFIX = "external.";

  private static final int MOST_NAMES = 20;

  private final Map<String, Map<String, Double>> waiting = new ConcurrentHashMap<>();

  /**
   * Reads what a client sent.
   *
   * @throws MalformedEventException when it is no Feedback
   */
  static Feedback read(byte[] bytes) throws MalformedEventException {
    Feedback feedback = EventCodec.decode(bytes, Feedback.class);
    if (feedback.service() == null || feedback.interactionId() == null) {
      throw new MalformedEventException(
          "expected a Feedback with service and interactionId, found one of them empty");
    }
    return feedback;
  }

  /** Keeps the scores of a feedback; the latest of a name counts. */
  void put(Feedback feedback) {
    waiting.merge(
        key(feedback.service(), feedback.interactionId()),
        usable(feedback.scores()),
        (before, now) -> {
          Map<String, Double> both = new TreeMap<>(before);
          both.putAll(now);
          return both;
        });
  }

  void forget(Feedback feedback) {
    waiting.remove(key(feedback.service(), feedback.interactionId()));
  }

  /** Part → value of what was said about an interaction, by its id or that of its response. */
  Map<String, Double> of(Interaction interaction) {
    Map<String, Double> parts = new TreeMap<>();
    add(parts, interaction.service(), interaction.responseId());
    add(parts, interaction.service(), interaction.id());
    return parts;
  }

  private void add(Map<String, Double> parts, String service, String id) {
    if (id != null) {
      waiting
          .getOrDefault(key(service, id), Map.of())
          .forEach((name, value) -> parts.put(PREFIX + name, value));
    }
  }

  private static Map<String, Double> usable(Map<String, Double> scores) {
    Map<String, Double> usable = new TreeMap<>();
    scores.forEach(
        (name, value) -> {
          if (value != null && value >= 0 && value <= 1 && usable.size() < MOST_NAMES) {
            usable.put(name, value);
          }
        });
    return usable;
  }

  private static String key(String service, String id) {
    return Topics.key(service, id);
  }
}
