package io.homeostat.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer that a person has labelled; it carries its own reference, so that a change of the world
 * does not look like a change of the judge.
 *
 * @param labels dimension → 1..5
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CalibrationItem(
    String id, String question, String answer, String reference, Map<String, Integer> labels) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads items from JSON lines; empty lines are skipped.
   *
   * @param dimensions names that every item must label
   * @throws IllegalArgumentException naming the line that cannot be used
   */
  public static List<CalibrationItem> parse(String jsonLines, List<String> dimensions) {
    List<CalibrationItem> items = new ArrayList<>();
    String[] lines = jsonLines.split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        items.add(item(lines[i], i + 1, dimensions));
      }
    }
    return List.copyOf(items);
  }

  /** What the judge is asked. */
  public Material material() {
    return new Material(question, answer, reference);
  }

  private static CalibrationItem item(String line, int number, List<String> dimensions) {
    CalibrationItem item;
    try {
      item = JSON.readValue(line, CalibrationItem.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "calibration item on line %d is no JSON object".formatted(number), e);
    }
    if (item.question() == null
        || item.answer() == null
        || item.reference() == null
        || item.labels() == null) {
      throw new IllegalArgumentException(
          "calibration item on line %d needs question, answer, reference and labels"
              .formatted(number));
    }
    for (String dimension : dimensions) {
      Integer label = item.labels().get(dimension);
      if (label == null || label < 1 || label > 5) {
        throw new IllegalArgumentException(
            "calibration item on line %d needs a label from 1 to 5 for %s"
                .formatted(number, dimension));
      }
    }
    return item;
  }
}
