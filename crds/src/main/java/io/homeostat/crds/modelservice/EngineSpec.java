package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Resources;
import java.util.List;
import java.util.Map;

/** The process that serves the model. */
@ApiType
@ValidationRule(value = EngineRules.TYPE, message = EngineRules.TYPE_MESSAGE)
@ValidationRule(value = EngineRules.OWN_PODS, message = EngineRules.OWN_PODS_MESSAGE)
@ValidationRule(value = EngineRules.LORA_RANK, message = EngineRules.LORA_RANK_MESSAGE)
@ValidationRule(value = EngineRules.ARGUMENT_FORM, message = EngineRules.ARGUMENT_FORM_MESSAGE)
@ValidationRule(value = EngineRules.ARGUMENTS, message = EngineRules.ARGUMENTS_MESSAGE)
@ValidationRule(value = EngineRules.ENVIRONMENT, message = EngineRules.ENVIRONMENT_MESSAGE)
public record EngineSpec(
    @Default("VLLM")
        @OneOf({"VLLM", "Attached", "OpenAICompatible"})
        @JsonPropertyDescription(
            "VLLM: the operator runs vLLM in a Deployment. Attached: somebody else's vLLM pods;"
                + " adapters and traffic are managed, the pods are not. OpenAICompatible: an API"
                + " that somebody else runs; releases differ in prompt and decoding. Default"
                + " VLLM.")
        String type,
    @Size(max = 512) @JsonPropertyDescription("Container image. Default: the chart's engine image.")
        String image,
    @Default("4")
        @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "Adapters in one batch, 1 to 64; twice as many stay in memory. Default 4.")
        Integer maxLoras,
    @Default("16")
        @Min(1)
        @Max(512)
        @JsonPropertyDescription(
            "Largest rank of an adapter: 8, 16, 32, 64, 128, 256, 320 or 512. Default 16.")
        Integer maxLoraRank,
    @Min(16)
        @Max(4194304)
        @JsonPropertyDescription("Longest sequence in tokens. Default: the model's own.")
        Integer maxModelLen,
    @Size(max = 32)
        @JsonPropertyDescription(
            "More arguments of the engine, each as `--name=value` or `--name`; they are part of"
                + " the release.")
        List<@Size(min = 1, max = 512) String> extraArgs,
    @Size(max = 32) @JsonPropertyDescription("More environment variables of the engine.")
        Map<String, @Size(max = 1024) String> env,
    @JsonPropertyDescription(
            "CPU, memory and devices of an engine pod, such as limits: {nvidia.com/gpu: \"1\"}.")
        Resources resources,
    @Min(1)
        @Max(64)
        @JsonPropertyDescription(
            "Devices of one pod that share the model, 1 to 64; part of the release. Without it"
                + " 1.")
        Integer tensorParallelSize,
    @Size(max = 32)
        @Pattern(Patterns.QUANTITY)
        @JsonPropertyDescription(
            "Size of /dev/shm, in memory. Without it 256Mi, and 8Gi with tensorParallelSize above"
                + " 1.")
        String sharedMemory,
    @JsonPropertyDescription("Speculative decoding. Without it none.") Speculative speculative,
    @JsonPropertyDescription("The pods of type Attached.") AttachedPods attached,
    @JsonPropertyDescription("The API of type OpenAICompatible.") EngineEndpoint endpoint) {
  public EngineSpec {
    extraArgs = OrEmpty.list(extraArgs);
    env = OrEmpty.map(env);
  }

  /** An engine of the operator's own on one device. */
  public EngineSpec(
      String type,
      String image,
      Integer maxLoras,
      Integer maxLoraRank,
      Integer maxModelLen,
      List<String> extraArgs,
      Map<String, String> env,
      Resources resources) {
    this(
        type,
        image,
        maxLoras,
        maxLoraRank,
        maxModelLen,
        extraArgs,
        env,
        resources,
        null,
        null,
        null,
        null,
        null);
  }
}
