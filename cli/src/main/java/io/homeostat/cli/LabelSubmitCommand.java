package io.homeostat.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a person's label of one answer. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = "Keeps a label: a whole number from 1 to 5 for each dimension of the rubric.",
    footer = {"", "Example:", "  homeostat label submit 0190b1c6 correctness=4 --labeller ana"})
final class LabelSubmitCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ID", description = "Id that label next shows.")
  private String id;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DIMENSION=SCORE",
      description = "Such as correctness=4.")
  private Map<String, Integer> scores;

  @Option(
      names = "--labeller",
      required = true,
      paramLabel = "NAME",
      description = "Who labels; a later label of the same person replaces the earlier.")
  private String labeller;

  @Option(
      names = "--share",
      defaultValue = "0.05",
      description = "The share that label next was given, default ${DEFAULT-VALUE}.")
  private double share;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    String label =
        new ObjectMapper()
            .writeValueAsString(
                Map.of("id", id, "labeller", labeller, "share", share, "scores", scores));
    try (ArchiveConnection connection = archive.openWithContent()) {
      return archive.show(
          connection.post("/v1/labels", label),
          kept -> "kept the label of " + kept.path("id").asText());
    }
  }
}
