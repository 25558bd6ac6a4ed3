package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.release.Decoding;
import java.util.List;
import java.util.Map;

/** Desired state of a ModelService. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelServiceSpec(
    String modelName, Model model, Engine engine, Integer replicas, Artifacts artifacts, Adapter adapter,
    Prompt prompt, Decoding decoding, Capture capture, CanaryPlan release, Boolean suspend) {
  /** uri: {@code pvc://<claim>/<path>}; the claim is mounted read-only at /models in every engine pod and Job. */
  public record Model(String uri, String revision) {}
  /** type VLLM. image: default from the chart. */
  public record Engine(String type, String image, Integer maxLoras, Integer maxLoraRank, Integer maxModelLen, List<String> extraArgs, Map<String, String> env, Resources resources) {}
  /** PVC that holds adapters and datasets; engines mount {@code adapters/} read-only at /adapters. */
  public record Artifacts(String claimName) {}
  /** mode Managed (a new release from the spec keeps stable's adapter) or None. */
  public record Adapter(String mode) {}
  /** content Full or None; use: Scoring, Training. */
  public record Capture(String content, List<String> use) {}
}
