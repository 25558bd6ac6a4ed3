package io.homeostat.cli.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.Comparison.NotEnoughData;
import io.homeostat.statistics.samples.Comparison.Tested;
import java.util.Locale;
import java.util.Map;

/** A comparison for a program: one JSON document. */
final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  static String of(CompareResult result) {
    ObjectNode report = JSON.createObjectNode();
    report.put("field", result.field());
    report.put("alpha", result.alpha());
    report.set("reference", sample(result.reference()));
    report.set("current", sample(result.current()));
    for (Map.Entry<SampleTest, Comparison> test : result.tests().entrySet()) {
      report.withArray("tests").add(test(test.getKey().label(), test.getValue(), result.alpha()));
    }
    ObjectNode histogram = report.putObject("histogram");
    histogram.put("lowest", result.histogram().lowest());
    histogram.put("width", result.histogram().width());
    histogram.set("reference", JSON.valueToTree(result.histogram().reference()));
    histogram.set("current", JSON.valueToTree(result.histogram().current()));
    return report.toPrettyString();
  }

  private static ObjectNode sample(Sample sample) {
    Summary summary = Summary.of(sample.values());
    ObjectNode node = JSON.createObjectNode();
    node.put("file", sample.file().toString());
    node.put("values", summary.values());
    node.put("missing", sample.missing());
    node.put("malformed", sample.malformed());
    node.put("mean", summary.mean());
    if (!Double.isNaN(summary.deviation())) {
      node.put("standardDeviation", summary.deviation());
    }
    node.put("minimum", summary.minimum());
    node.put("median", summary.median());
    node.put("maximum", summary.maximum());
    return node;
  }

  private static ObjectNode test(String label, Comparison comparison, double alpha) {
    ObjectNode node = JSON.createObjectNode();
    node.put("test", label);
    switch (comparison) {
      case NotEnoughData few -> {
        node.put("notEnoughData", true);
        node.put("needed", few.needed());
      }
      case Tested tested -> {
        node.put("statistic", tested.statistic());
        node.put("pValue", tested.pValue());
        tested.limit().ifPresent(limit -> node.put("limit", limit));
        node.put("method", method(tested));
        node.put("reference", tested.reference());
        node.put("current", tested.current());
        node.put("tied", tested.tied());
        node.put("differs", tested.differs(alpha));
      }
    }
    return node;
  }

  /** How a p-value was found, in words. */
  static String method(Tested tested) {
    return tested.method().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
