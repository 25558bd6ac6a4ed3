package io.homeostat.monitor.cause;

import io.homeostat.events.Score;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * By what the interactions of a capability are told apart: what the scorer names (client, system
 * prompt, language, declared tags), and what nobody declares but the questions show: the prompt's
 * length and the side of four planes on which its embedding lies.
 */
final class Properties {
  /** Why an answer failed. */
  static final String FAILURE = "failure";

  static final String LENGTH = "prompt length";
  static final String TOPIC = "topic";

  /** Those of the questions that nobody declares. */
  static final Set<String> OF_INPUTS = Set.of(LENGTH, TOPIC);

  private static final int PLANES = 4;
  private static final int MOST_TEXT = 40;

  private Properties() {}

  static Map<String, String> of(Score score) {
    Map<String, String> properties = new TreeMap<>();
    score
        .details()
        .dimensions()
        .forEach((name, value) -> properties.put(shortened(name), shortened(value)));
    if (score.measures() != null && score.measures().promptTokens() != null) {
      properties.put(LENGTH, band(score.measures().promptTokens()));
    }
    if (score.details().inputEmbedding().size() >= PLANES) {
      properties.put(TOPIC, side(score.details().inputEmbedding()));
    }
    return properties;
  }

  static Map<String, String> withFailure(Score score) {
    Map<String, String> properties = of(score);
    if (score.failed() && score.details().failure() != null) {
      properties.put(FAILURE, score.details().failure());
    }
    return properties;
  }

  /** Bands whose ends are a factor of two apart. */
  private static String band(int tokens) {
    int low = Integer.highestOneBit(Math.max(1, tokens));
    return low + " to " + (2L * low - 1) + " tokens";
  }

  private static String side(List<Double> embedding) {
    StringBuilder side = new StringBuilder();
    embedding.stream().limit(PLANES).forEach(number -> side.append(number < 0 ? '-' : '+'));
    return side.toString();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }
}
