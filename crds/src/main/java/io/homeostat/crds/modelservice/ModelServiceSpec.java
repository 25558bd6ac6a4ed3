package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
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
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.release.ReleaseInput;
import java.util.List;
import java.util.Map;

/** Desired state of a ModelService. */
@ApiType
@ValidationRule(
    value =
        "!has(self.adapter) || !has(self.adapter.uri) || (has(self.artifacts) &&"
            + " self.adapter.uri.startsWith('pvc://' + self.artifacts.claimName + '/adapters/'))",
    message =
        "spec.adapter.uri: name a folder under pvc://<artifacts.claimName>/adapters/, which engines"
            + " mount")
@ValidationRule(value = EngineRules.MODEL_NEEDED, message = EngineRules.MODEL_NEEDED_MESSAGE)
@ValidationRule(value = EngineRules.NO_ADAPTERS, message = EngineRules.NO_ADAPTERS_MESSAGE)
@ValidationRule(value = EngineRules.SPECULATIVE, message = EngineRules.SPECULATIVE_MESSAGE)
@ValidationRule(value = EngineRules.DRAFT_CLAIM, message = EngineRules.DRAFT_CLAIM_MESSAGE)
@ValidationRule(value = EngineRules.SCALE, message = EngineRules.SCALE_MESSAGE)
@ValidationRule(value = EngineRules.ACTUATOR, message = EngineRules.ACTUATOR_MESSAGE)
@ValidationRule(value = EngineRules.OWN_DEPLOYMENT, message = EngineRules.OWN_DEPLOYMENT_MESSAGE)
public record ModelServiceSpec(
    @Size(min = 1, max = 63)
        @Pattern(Patterns.MODEL_NAME)
        @JsonPropertyDescription(
            "The `model` that clients write in their requests. Default: the object's name."
                + " `namespace/name` always works. When two services claim one name, the oldest has"
                + " it.")
        String modelName,
    @JsonPropertyDescription("The base model; needed unless engine.type is OpenAICompatible.")
        Model model,
    @Default("{}") @JsonPropertyDescription("What runs the model.") EngineSpec engine,
    @Min(0)
        @Max(64)
        @JsonPropertyDescription("Engine pods, 0 to 64; without autoscaling 1 where unset.")
        Integer replicas,
    @JsonPropertyDescription("Lets the number of engine pods follow the load, instead of replicas.")
        Autoscaling autoscaling,
    @PreserveUnknownFields
        @JsonPropertyDescription(
            "Laid over the pod template of the engine: labels, annotations and, under spec,"
                + " scheduling, volumes, containers. Objects are merged, lists of named things by"
                + " name, other lists replaced. What the operator relies on cannot be changed.")
        Map<String, Object> podTemplatePatch,
    @JsonPropertyDescription("Where adapters and datasets are kept; needed for repairs.")
        Artifacts artifacts,
    @Default("{}")
        @JsonPropertyDescription("What happens to stable's adapter when this spec changes.")
        Adapter adapter,
    @JsonPropertyDescription("System prompt, put before the client's messages. Default: none.")
        Prompt prompt,
    @JsonPropertyDescription("How answers are sampled. What is set here wins over the request.")
        Decoding decoding,
    @Size(max = 32)
        @ListKey("name")
        @JsonPropertyDescription(
            "What else shapes answers, at most 32: feature views, retrieval indexes, tool schemas."
                + " A new version or digest is a new release. Default: none.")
        List<ReleaseInput> inputs,
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
        Boolean suspend,
    @Default("10")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Releases that are kept besides those in use, 1 to 100; the oldest go first. Default"
                + " 10.")
        Integer revisionHistoryLimit) {
  public ModelServiceSpec {
    podTemplatePatch = OrEmpty.map(podTemplatePatch);
    inputs = OrEmpty.list(inputs);
  }

  /**
   * A service with a fixed number of pods and their usual template, without further inputs and with
   * the usual history.
   */
  public ModelServiceSpec(
      String modelName,
      Model model,
      EngineSpec engine,
      Integer replicas,
      Artifacts artifacts,
      Adapter adapter,
      Prompt prompt,
      Decoding decoding,
      Capture capture,
      CanaryPlan release,
      Boolean suspend) {
    this(
        modelName, model, engine, replicas, null, null, artifacts, adapter, prompt, decoding,
        List.of(), capture, release, suspend, null);
  }

  /** The base model's files. */
  @ApiType
  @ValidationRule(value = EngineRules.MODEL_URI, message = EngineRules.MODEL_URI_MESSAGE)
  @ValidationRule(value = EngineRules.MODEL_REVISION, message = EngineRules.MODEL_REVISION_MESSAGE)
  @ValidationRule(value = EngineRules.MODEL_DIGEST, message = EngineRules.MODEL_DIGEST_MESSAGE)
  @ValidationRule(value = EngineRules.MODEL_CACHE, message = EngineRules.MODEL_CACHE_MESSAGE)
  @ValidationRule(
      value = EngineRules.MODEL_CREDENTIALS,
      message = EngineRules.MODEL_CREDENTIALS_MESSAGE)
  @ValidationRule(
      value = "!has(self.identity) || self.identity != 'Files' || self.uri.startsWith('pvc://')",
      message =
          "spec.model.identity: leave Files to pvc:// addresses; the revision of hf:// and s3://"
              + " names the files already")
  public record Model(
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "`pvc://<claim>/<path>`, mounted read-only at /models in every engine pod and Job;"
                  + " `hf://<organisation>/<model>` of a model hub, or `s3://<bucket>/<prefix>` of"
                  + " an object store, fetched once onto cacheClaimName.")
          String uri,
      @Size(max = 128)
          @JsonPropertyDescription(
              "Version of the files; a new one is a new release. pvc: any text, such as a commit or"
                  + " a digest. hf: the commit. s3: the SHA-256 of the files.")
          String revision,
      @Default("Stated")
          @OneOf({"Stated", "Files"})
          @JsonPropertyDescription(
              "Stated: uri and revision say which model it is. Files: a Job reads the files of a"
                  + " pvc:// address once, and digests of weights, tokenizer and chat template are"
                  + " part of the release. Default Stated.")
          String identity,
      @Size(min = 1, max = 253)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription(
              "PersistentVolumeClaim that keeps what hf:// and s3:// fetch; engine pods and Jobs"
                  + " mount it together.")
          String cacheClaimName,
      @JsonPropertyDescription(
              "Secret whose keys the fetch gets as environment variables: HF_TOKEN (and HF_ENDPOINT"
                  + " for a mirror), or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and"
                  + " AWS_ENDPOINT_URL.")
          Ref credentialsSecretRef) {
    /** Files on a claim that are what address and revision say. */
    public Model(String uri, String revision) {
      this(uri, revision, null, null, null);
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

  /** Whose adapter serves, and whether repairs outlive edits of the spec. */
  @ApiType
  @ValidationRule(
      value =
          "(has(self.mode) && self.mode == 'Pinned') == has(self.uri) && has(self.uri) =="
              + " has(self.digest)",
      message = "spec.adapter: write uri and digest with mode Pinned, and only there")
  @ValidationRule(
      value =
          "!has(self.uri) || !has(self.digest) ||"
              + " self.uri.matches('^pvc://[^/]+/adapters/[-._A-Za-z0-9]+$') &&"
              + " self.uri.endsWith('-' + self.digest.substring(0, 12))",
      message =
          "spec.adapter.uri: write pvc://<claim>/adapters/<name>-<first 12 digits of digest>; other"
              + " files need another name, since engines keep what they have loaded")
  public record Adapter(
      @Default("Managed")
          @OneOf({"Managed", "None", "Pinned"})
          @JsonPropertyDescription(
              "Managed: a release made from this spec keeps stable's adapter, so that an edit in"
                  + " Git keeps a repair. None: it serves the base model. Pinned: it serves the"
                  + " adapter in uri, and a repair ends with the lines to commit. Default Managed.")
          String mode,
      @Size(max = 256)
          @JsonPropertyDescription(
              "`pvc://<claim>/adapters/<name>-<digest12>` on the claim of spec.artifacts; of mode"
                  + " Pinned.")
          String uri,
      @Size(min = 64, max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription(
              "SHA-256 of the files as FineTuneJob.status.artifact has it; a Job compares it before"
                  + " anything is released. Of mode Pinned.")
          String digest) {
    /** An adapter that is not pinned. */
    public Adapter(String mode) {
      this(mode, null, null);
    }
  }

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
