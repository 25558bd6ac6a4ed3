package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.KeyRef;
import java.util.List;

/** A pinned LLM judge. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeSpec(
    Endpoint endpoint, String model, KeyRef credentialsSecretRef, Rubric rubric, Calibration calibration,
    Integer concurrency, Integer timeoutSeconds) {
  /** type OpenAICompatible or Anthropic; url of the API root, e.g. http://grader:8000/v1. */
  public record Endpoint(String type, String url) {}
  public record Rubric(List<Dimension> dimensions) {}
  /** anchors: five descriptions, of 1 to 5. */
  public record Dimension(String name, String description, List<String> anchors) {}
  /** items: JSON lines {"id","question","answer","reference","labels":{"<dimension>":1..5}}. */
  public record Calibration(KeyRef itemsConfigMapRef, String minimumKappa, String maximumBias, Integer repeatSeconds) {}
}
