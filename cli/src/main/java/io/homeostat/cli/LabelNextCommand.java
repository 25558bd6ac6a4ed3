package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the answers that people are asked about next. */
@Command(
    name = "next",
    mixinStandardHelpOptions = true,
    description = {
      "Shows judged answers to label: some drawn at random from all, some from those that the"
          + " judge",
      "is unsure of. Their judge's scores are not shown."
    },
    footer = {"", "Example:", "  homeostat label next --service support/support --limit 5"})
final class LabelNextCommand implements Callable<Integer> {
  @Mixin private LabelOptions of;

  @Option(
      names = "--limit",
      defaultValue = "5",
      description = "How many, 1 to 100, default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--share",
      defaultValue = "0.05",
      description =
          "Share of all answers that is drawn at random, default ${DEFAULT-VALUE}; keep it the"
              + " same within a period.")
  private double share;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection connection = archive.openWithContent()) {
      return archive.show(
          connection.get(
              "/v1/labels/next?limit=%d&share=%s&%s".formatted(limit, share, of.query())),
          LabelNextCommand::report);
    }
  }

  static String report(JsonNode body) {
    if (body.path("items").isEmpty()) {
      return "no answer waits for a label";
    }
    StringBuilder report = new StringBuilder();
    for (JsonNode item : body.path("items")) {
      report.append(
          "%s  (%s, probability %s; label: %s)%n"
              .formatted(
                  item.path("id").asText(),
                  item.path("queue").asText(),
                  item.path("probability").asText(),
                  String.join(
                      ", ", item.path("dimensions").valueStream().map(JsonNode::asText).toList())));
      for (JsonNode message : item.path("messages")) {
        report.append(
            "  %s: %s%n"
                .formatted(message.path("role").asText(), message.path("content").asText()));
      }
      report.append("  answer: %s%n%n".formatted(item.path("answer").asText()));
    }
    return report.toString().stripTrailing();
  }
}
