package io.homeostat.evaluation.job;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.qualitypolicy.Invariant;
import io.homeostat.evaluation.Subjects;
import io.homeostat.evaluation.UnusableEvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * job.json as the operator writes it.
 *
 * @param gatewayUrl root of the client API
 * @param model {@code namespace/name} of the ModelService
 * @param mayWait whether the engines serve by priority
 * @param datasetDir folder of the Dataset's version; null when the spec names none
 * @param claims claim → folder at which it is mounted
 * @param judge null when the spec names none
 * @param invariants checks of the service's QualityPolicy
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobDescription(
    EvaluationSpec spec,
    Subjects subjects,
    String gatewayUrl,
    String model,
    boolean mayWait,
    String datasetDir,
    Map<String, String> claims,
    Judge judge,
    List<Invariant> invariants) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public JobDescription {
    claims = claims == null ? Map.of() : Map.copyOf(claims);
    invariants = invariants == null ? List.of() : List.copyOf(invariants);
  }

  /**
   * The judge that compares answers.
   *
   * @param calibrated whether it agrees with people's labels
   * @param monitoring whether it also scores the live answers
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Judge(JudgeSpec spec, boolean calibrated, boolean monitoring) {}

  /** Reads the file. */
  public static JobDescription read(Path file) throws UnusableEvaluationException {
    try {
      return JSON.readValue(Files.readString(file), JobDescription.class);
    } catch (IOException e) {
      throw new UnusableEvaluationException(
          "expected the Job's description in %s, found nothing that can be read: %s; use the image"
                  .formatted(file, e.getMessage().lines().findFirst().orElse(""))
              + " of the operator's version",
          e);
    }
  }
}
