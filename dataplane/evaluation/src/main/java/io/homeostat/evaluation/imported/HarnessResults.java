package io.homeostat.evaluation.imported;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the results JSON of lm-evaluation-harness: {@code results.<task>} holds {@code
 * <metric>,<filter>} and {@code <metric>_stderr,<filter>}.
 */
final class HarnessResults {
  private static final String ERROR = "_stderr";

  private HarnessResults() {}

  static Results read(JsonNode document) {
    Map<String, Figure> figures = new TreeMap<>();
    document
        .path("results")
        .properties()
        .forEach(
            task ->
                task.getValue()
                    .properties()
                    .forEach(
                        metric -> {
                          String key = metric.getKey();
                          if (metric.getValue().isNumber() && !key.contains(ERROR)) {
                            figures.put(
                                task.getKey() + "/" + key,
                                new Figure(
                                    metric.getValue().asDouble(), error(task.getValue(), key)));
                          }
                        }));
    return new Results(figures, List.of());
  }

  private static Double error(JsonNode task, String key) {
    int comma = key.indexOf(',');
    String name = comma < 0 ? key + ERROR : key.substring(0, comma) + ERROR + key.substring(comma);
    JsonNode error = task.path(name);
    return error.isNumber() && error.asDouble() >= 0 ? error.asDouble() : null;
  }
}
