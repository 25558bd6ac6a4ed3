package io.homeostat.cli.prompt;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what changed between two prompts, as an author thinks of it. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Shows changed instructions and variables of two prompts, and how far apart they are.",
    footer = {
      "",
      "Example:",
      "  homeostat prompt diff support-0123456789 support-9876543210",
      "  homeostat prompt diff old.txt new.txt -o json"
    })
final class PromptDiffCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ONE",
      description = "A file with a prompt, or the name of a Release.")
  private String one;

  @Parameters(
      index = "1",
      paramLabel = "OTHER",
      description = "What it is compared with: a file or a Release.")
  private String other;

  @Option(
      names = {"-n", "--namespace"},
      description = "Namespace of the Releases. Default: that of the current context.")
  private String namespace;

  @Option(
      names = "--embeddings",
      paramLabel = "URL",
      description =
          "Base address of an OpenAI-compatible API with embeddings, such as"
              + " https://api.example.com/v1; its key is read from HOMEOSTAT_API_KEY. Default: no"
              + " embedding distance.")
  private String embeddings;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Embedding model of that API; needed with --embeddings.")
  private String model;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if ((embeddings == null) != (model == null)) {
      throw new UsageException("--embeddings and --model belong together: write both or none");
    }
    String first = PromptText.read(one, namespace);
    String second = PromptText.read(other, namespace);
    PromptDiff diff = PromptDiff.of(first, second);
    PromptDiff whole =
        embeddings == null
            ? diff
            : diff.withEmbeddingDistance(
                new Embeddings(embeddings, model, System.getenv("HOMEOSTAT_API_KEY"))
                    .distance(first, second));
    spec.commandLine()
        .getOut()
        .println(output.render(() -> whole, () -> PromptDiffReport.of(whole)));
    return 0;
  }
}
