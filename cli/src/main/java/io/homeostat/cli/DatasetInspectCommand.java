package io.homeostat.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSource;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Shows a Dataset's version and, when corrections look poisoned, who gave them and what they say.
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a Dataset: rows, what was left out and why, and the poison guard's findings.",
      "With findings it shows the corrections behind them, which needs the right to read content."
    },
    footer = {
      "",
      "Example:",
      "  homeostat dataset inspect support-1-data -n support --rows 20",
      "",
      "Exits with 0, or with 1 when the guard tripped."
    })
final class DatasetInspectCommand implements Callable<Integer> {
  private static final int MOST_CORRECTIONS = 100_000;

  @Parameters(paramLabel = "NAME", description = "The Dataset.")
  private String name;

  @Option(
      names = {"-n", "--namespace"},
      description = "Namespace, default that of the current context.")
  private String namespace;

  @Option(
      names = "--rows",
      defaultValue = "10",
      description = "Corrections to show of each finding, default ${DEFAULT-VALUE}.")
  private int rows;

  @Mixin private ArchiveOptions archive;

  @Override
  public Integer call() throws Exception {
    try (ArchiveConnection connection = archive.openWithContent()) {
      Dataset dataset =
          connection
              .find(Dataset.class, namespace, name)
              .orElseThrow(
                  () ->
                      new UsageException("there is no Dataset '%s' here: see -n".formatted(name)));
      ObjectNode found = new ObjectMapper().valueToTree(dataset);
      ArrayNode corrections = found.putArray("corrections");
      if (DatasetReport.tripped(found)) {
        for (DatasetSource source : dataset.getSpec().sources()) {
          if (source.corrections() != null && !add(connection, dataset, source, corrections)) {
            return 2;
          }
        }
      }
      archive.show(found, shown -> DatasetReport.of(shown, rows));
      return DatasetReport.tripped(found) ? 1 : 0;
    }
  }

  /** Reads the corrections of a source; false when the archive refused. */
  private boolean add(
      ArchiveConnection connection, Dataset dataset, DatasetSource source, ArrayNode corrections)
      throws Exception {
    String service =
        dataset.getMetadata().getNamespace() + "/" + dataset.getSpec().modelServiceRef().name();
    HttpResponse<String> response =
        connection.get(
            "/v1/corrections?service=%s&capability=%s&since=%s&limit=%d"
                .formatted(
                    encoded(service),
                    encoded(source.corrections().capability()),
                    encoded(source.corrections().since()),
                    MOST_CORRECTIONS));
    if (response.statusCode() != 200) {
      archive.body(response);
      return false;
    }
    ObjectMapper json = new ObjectMapper();
    for (String line : response.body().lines().filter(text -> !text.isBlank()).toList()) {
      corrections.add(json.readTree(line));
    }
    return true;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
