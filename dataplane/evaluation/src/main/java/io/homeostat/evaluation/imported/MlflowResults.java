package io.homeostat.evaluation.imported;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.UnusableEvaluationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a run or a model version as MLflow's REST API gives it: metrics with key and value, and the
 * tags {@code quality.threshold.<metric>}, such as {@code >= 0.8}, {@code <= 300} or {@code 0.8}.
 */
final class MlflowResults {
  private static final String THRESHOLD = "quality.threshold.";
  private static final Pattern BOUND =
      Pattern.compile("(?<side>>=|<=)?\\s*(?<value>[0-9]+(\\.[0-9]+)?)");

  private MlflowResults() {}

  static Results read(String name, JsonNode document) throws UnusableEvaluationException {
    JsonNode version = document.path("model_version");
    JsonNode data = version.isObject() ? version : document.path("run").path("data");
    Map<String, Figure> figures = new TreeMap<>();
    for (JsonNode metric : data.path("metrics")) {
      if (metric.path("value").isNumber()) {
        figures.put(metric.path("key").asText(), new Figure(metric.path("value").asDouble(), null));
      }
    }
    List<Gate> gates = new ArrayList<>();
    for (JsonNode tag : data.path("tags")) {
      String key = tag.path("key").asText();
      if (key.startsWith(THRESHOLD)) {
        gates.add(gate(name, key.substring(THRESHOLD.length()), tag.path("value").asText()));
      }
    }
    return new Results(figures, gates);
  }

  private static Gate gate(String name, String metric, String value)
      throws UnusableEvaluationException {
    Matcher bound = BOUND.matcher(value.strip());
    if (!bound.matches()) {
      throw new UnusableEvaluationException(
          "expected tag %s%s to be a bound such as '>= 0.8', found '%s'"
              .formatted(THRESHOLD, metric, value));
    }
    String number = new BigDecimal(bound.group("value")).toPlainString();
    boolean maximum = "<=".equals(bound.group("side"));
    return new Gate(
        name + "-" + metric.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
        null,
        "Imported",
        maximum ? null : number,
        null,
        null,
        maximum ? number : null,
        null,
        null,
        name + "/" + metric);
  }
}
