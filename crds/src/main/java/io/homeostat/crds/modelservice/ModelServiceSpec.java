package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.release.Decoding;
import java.util.List;
import java.util.Map;

/** Desired state of a ModelService. */
@ApiType
public record ModelServiceSpec(
    @Size(min = 1, max = 63)
        @Pattern(Patterns.MODEL_NAME)
        @JsonPropertyDescription(
            "The `model` that clients write in their requests. Default: the object's name."
                + " `namespace/name` always works. When two services claim one name, the oldest has"
                + " it.")
        String modelName,
    @Required @JsonPropertyDescription("The base model.") Model model,
    @Default("{}") @JsonPropertyDescription("What runs the model.") Engine engine,
    @Default("1") @Min(0) @Max(64) @JsonPropertyDescription("Engine pods, 0 to 64. Default 1.")
        Integer replicas,
    @JsonPropertyDescription("Where adapters and datasets are kept; needed for repairs.")
        Artifacts artifacts,
    @Default("{}")
        @JsonPropertyDescription("What happens to stable's adapter when this spec changes.")
        Adapter adapter,
    @JsonPropertyDescription("System prompt, put before the client's messages. Default: none.")
        Prompt prompt,
    @JsonPropertyDescription("How answers are sampled. What is set here wins over the request.")
        Decoding decoding,
    @Default("{}") @JsonPropertyDescription("What is kept of requests and answers.")
        Capture capture,
    @JsonPropertyDescription(
            "Plan of every canary of this service. Default: steps of 50 and 500 permille, quality"
                + " and errors not worse by more than 0.05.")
        CanaryPlan release,
    @Default("false")
        @JsonPropertyDescription(
            "true: nothing new is released and nothing is repaired; traffic goes on as it is."
                + " Default false.")
        Boolean suspend) {

  /** The base model's files. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.model.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty parts")
  public record Model(
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "`pvc://<claim>/<path>`; the claim is mounted read-only at /models in every engine"
                  + " pod and Job.")
          String uri,
      @Size(max = 128)
          @JsonPropertyDescription(
              "Version of the files, such as a commit or a content digest; a new one is a new"
                  + " release.")
          String revision) {}

  /** The process that serves the model. */
  @ApiType
  @ValidationRule(
      value = "!has(self.maxLoraRank) || self.maxLoraRank in [8, 16, 32, 64, 128, 256, 320, 512]",
      message =
          "spec.engine.maxLoraRank: write one of 8, 16, 32, 64, 128, 256, 320, 512; vLLM has no"
              + " others")
  @ValidationRule(
      value =
          "!has(self.extraArgs) || self.extraArgs.all(a, !(a.split('=')[0].replace('_', '-') in"
              + " ['--model', '--served-model-name', '--enable-lora', '--no-enable-lora',"
              + " '--api-key', '--lora-modules', '--port', '--host', '--config', '--max-loras',"
              + " '--max-lora-rank', '--max-model-len']))",
      message =
          "spec.engine.extraArgs: leave out --model, --served-model-name, --enable-lora, --api-key,"
              + " --lora-modules, --port, --host and --config, which the operator sets; write"
              + " --max-loras, --max-lora-rank and --max-model-len as the fields of spec.engine")
  @ValidationRule(
      value =
          "!has(self.env) || self.env.all(k, !(k in ['VLLM_API_KEY',"
              + " 'VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'VLLM_PLUGINS',"
              + " 'VLLM_LORA_RESOLVER_CACHE_DIR', 'VLLM_SERVER_DEV_MODE']) &&"
              + " k.matches('^[A-Za-z_][A-Za-z0-9_]*$'))",
      message =
          "spec.engine.env: use names of letters, digits and '_', and leave out VLLM_API_KEY,"
              + " VLLM_ALLOW_RUNTIME_LORA_UPDATING, VLLM_PLUGINS and VLLM_LORA_RESOLVER_CACHE_DIR,"
              + " which the operator sets, and VLLM_SERVER_DEV_MODE, which opens the engine")
  public record Engine(
      @Default("VLLM")
          @OneOf("VLLM")
          @JsonPropertyDescription("VLLM: the operator runs vLLM in a Deployment. Default VLLM.")
          String type,
      @Size(max = 512)
          @JsonPropertyDescription("Container image. Default: the chart's engine image.")
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
          @JsonPropertyDescription("More arguments of the engine; they are part of the release.")
          List<@Size(min = 1, max = 512) String> extraArgs,
      @Size(max = 32) @JsonPropertyDescription("More environment variables of the engine.")
          Map<String, @Size(max = 1024) String> env,
      @JsonPropertyDescription("CPU, memory and devices of an engine pod.") Resources resources) {
    public Engine {
      extraArgs = OrEmpty.list(extraArgs);
      env = OrEmpty.map(env);
    }
  }

  /** Volume for adapters and datasets. */
  @ApiType
  public record Artifacts(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription(
              "PersistentVolumeClaim that engines and Jobs can mount together; engines see its"
                  + " folder adapters/ read-only at /adapters.")
          String claimName) {}

  /** Whether repairs outlive edits of the spec. */
  @ApiType
  public record Adapter(
      @Default("Managed")
          @OneOf({"Managed", "None"})
          @JsonPropertyDescription(
              "Managed: a release made from this spec keeps stable's adapter, so that an edit in"
                  + " Git keeps a repair. None: it serves the base model. Default Managed.")
          String mode) {}

  /** What is recorded of the traffic. */
  @ApiType
  public record Capture(
      @Default("Full")
          @OneOf({"Full", "Redacted", "None"})
          @JsonPropertyDescription(
              "Full: messages and answers are kept, without them nothing can be scored. Redacted:"
                  + " e-mail addresses, phone numbers, IBANs, card and social security numbers, IP"
                  + " addresses, keys and tokens are replaced by placeholders such as [EMAIL]"
                  + " before anything leaves the gateway; names of people stay. None: only figures."
                  + " A client that sends the header x-homeostat-capture: none gets None for its"
                  + " request. Default Full.")
          String content,
      @Default("[\"Scoring\"]")
          @Size(max = 2)
          @ListKey
          @OneOf({"Scoring", "Training"})
          @JsonPropertyDescription(
              "What the content may be used for: Scoring, Training. Nothing is learnt from requests"
                  + " without Training, from those with the header x-homeostat-capture: none, nor"
                  + " from shadows. Default: Scoring.")
          List<String> use) {
    public Capture {
      use = OrEmpty.list(use);
    }
  }
}
