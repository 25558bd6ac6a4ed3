package io.homeostat.scorer.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Questions with their right answers; a question is known again whatever its case and white space.
 *
 * @param answers by normalised question
 */
record GoldenBook(Map<String, String> answers) {
  static final GoldenBook EMPTY = new GoldenBook(Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the map. */
  GoldenBook {
    answers = Map.copyOf(answers);
  }

  /**
   * Reads JSON lines.
   *
   * @throws IllegalArgumentException naming the line that is none; the message carries no content
   */
  static GoldenBook parse(String lines) {
    Map<String, String> answers = new HashMap<>();
    List<String> all = lines.lines().toList();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isBlank()) {
        continue;
      }
      JsonNode line = json(all.get(i));
      String question = line.path("question").asText("");
      String answer = line.path("answer").asText("");
      if (question.isBlank() || answer.isBlank()) {
        throw new IllegalArgumentException(
            "expected line %d to be {\"question\": \"…\", \"answer\": \"…\"}, found something else"
                .formatted(i + 1));
      }
      answers.put(normalised(question), answer);
    }
    return new GoldenBook(answers);
  }

  Optional<String> answer(String question) {
    return Optional.ofNullable(answers.get(normalised(question)));
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String normalised(String question) {
    return question.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
