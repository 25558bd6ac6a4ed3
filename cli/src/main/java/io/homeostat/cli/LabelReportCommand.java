package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the judge's mean as the labels correct it. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Tells the judge's mean score, and the mean label of all judged answers as the labels of the",
      "random ones correct it (PPI++), with its interval."
    },
    footer = {"", "Example:", "  homeostat label report --service support/support --days 30"})
final class LabelReportCommand implements Callable<Integer> {
  @Mixin private LabelOptions of;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection connection = archive.open()) {
      return archive.show(
          connection.get("/v1/labels/report?" + of.query()), LabelReportCommand::report);
    }
  }

  static String report(JsonNode body) {
    JsonNode corrected = body.path("corrected");
    String counts =
        "%d answers judged, %d random ones labelled"
            .formatted(body.path("judged").asLong(), body.path("labels").asInt());
    if (corrected.isMissingNode()) {
      return counts
          + "%nat least 20 labels are needed, and as many answers without one".formatted();
    }
    return String.format(
        Locale.ROOT,
        "%s%njudge's mean   %.3f%nlabels alone   %.3f%ncorrected mean %.3f, 95 %% interval %.3f to"
            + " %.3f",
        counts,
        body.path("judgeMean").asDouble(),
        body.path("labelMean").asDouble(),
        corrected.path("mean").asDouble(),
        corrected.path("lower").asDouble(),
        corrected.path("upper").asDouble());
  }
}
