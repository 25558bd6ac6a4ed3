package io.homeostat.evaluation.imported;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.evaluation.UnusableEvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What another tool's file of results says.
 *
 * @param figures metric → figure
 * @param gates what the file itself demands of its figures
 */
public record Results(Map<String, Figure> figures, List<Gate> gates) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a file.
   *
   * @param name of the import, with which its gates refer to its figures
   * @param format {@code LmEvaluationHarness} or {@code MLflow}
   */
  public static Results read(String name, String format, Path path)
      throws UnusableEvaluationException {
    JsonNode document;
    try {
      document = JSON.readTree(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new UnusableEvaluationException(
          "expected results of %s as JSON in %s, found something else".formatted(format, path), e);
    } catch (IOException e) {
      throw new UnusableEvaluationException(
          "expected results of %s in %s, found no file that can be read (%s): check the uri"
              .formatted(format, path, e.getClass().getSimpleName()),
          e);
    }
    Results results =
        switch (format) {
          case "LmEvaluationHarness" -> HarnessResults.read(document);
          case "MLflow" -> MlflowResults.read(name, document);
          default ->
              throw new UnusableEvaluationException(
                  "expected spec.imports.format LmEvaluationHarness or MLflow, found '%s'"
                      .formatted(format));
        };
    if (results.figures().isEmpty()) {
      throw new UnusableEvaluationException(
          "%s holds no figure that %s would write: name the file with its results"
              .formatted(path, format));
    }
    return results;
  }
}
