package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.operator.modelservice.decide.FileCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a Job has to read to answer a question about files. */
public final class FilesTask {
  private static final String FOLDER = "/files";
  private static final int DIGITS = 10;
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "250m", "memory", "128Mi"), Map.of("memory", "512Mi"));

  private FilesTask() {}

  /** Part of the Jobs' names: another question has other Jobs. */
  public static String suffix(FileCheck check) {
    String question = check.kind() + " " + check.uri() + " " + check.version();
    return "files-" + CanonicalJson.sha256(question).substring(0, DIGITS);
  }

  /**
   * Prepares the Job.
   *
   * @param service name of the ModelService that asks
   */
  public static Preparation prepare(FileCheck check, String service) {
    try {
      return new Preparation.Ready(task(check, PvcUri.parse(check.uri()), service));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static LearningTask task(FileCheck check, PvcUri uri, String service) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("kind", check.kind() == FileCheck.Kind.MODEL ? "Model" : "Adapter");
    config.put("path", uri.under(FOLDER));
    return new LearningTask(
        "files",
        service,
        config,
        Map.of(),
        List.of(new ClaimMount(uri.claim(), null, FOLDER, true)),
        RESOURCES);
  }
}
