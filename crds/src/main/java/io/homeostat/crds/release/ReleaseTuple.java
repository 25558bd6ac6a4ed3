package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** Everything that shapes an answer, resolved; the fingerprint is taken over this. */
@ApiType
public record ReleaseTuple(
    @Required @Min(1) @JsonPropertyDescription("Version of this shape.") Integer version,
    @Required @JsonPropertyDescription("The base model.") Model model,
    @JsonPropertyDescription(
            "What a Job found in the base model's files; absent: nobody looked, and the model is"
                + " what its address and revision say.")
        ModelDigests digests,
    @JsonPropertyDescription("The adapter; absent: the base model serves.") Adapter adapter,
    @JsonPropertyDescription("The system prompt.") PromptText prompt,
    @JsonPropertyDescription("How answers are sampled.") Decoding decoding,
    @Size(max = 32) @ListKey("name") @JsonPropertyDescription("What else shapes answers, by name.")
        List<ReleaseInput> inputs,
    @JsonPropertyDescription("What runs the model.") Engine engine) {
  public ReleaseTuple {
    inputs = OrEmpty.list(inputs);
  }

  /** A release without further inputs, of a model whose files nobody looked at. */
  public ReleaseTuple(
      Integer version,
      Model model,
      Adapter adapter,
      PromptText prompt,
      Decoding decoding,
      Engine engine) {
    this(version, model, null, adapter, prompt, decoding, List.of(), engine);
  }

  /** The same release with another adapter; null for none. */
  public ReleaseTuple withAdapter(Adapter other) {
    return new ReleaseTuple(version, model, digests, other, prompt, decoding, inputs, engine);
  }

  /** The same release with what was found in the model's files; null for nothing. */
  public ReleaseTuple withDigests(ModelDigests found) {
    return new ReleaseTuple(version, model, found, adapter, prompt, decoding, inputs, engine);
  }

  /** The same release on pods of one template; null for any. */
  public ReleaseTuple onPods(String hash) {
    return new ReleaseTuple(
        version, model, digests, adapter, prompt, decoding, inputs, engine.onPods(hash));
  }

  /** Hash of the pod template that it runs on; null for any. */
  public String podTemplate() {
    return engine == null ? null : engine.podTemplateHash();
  }

  /** The base model's files. */
  @ApiType
  public record Model(
      @Required @Size(max = 512) @JsonPropertyDescription("Where it is served from.") String uri,
      @Size(max = 128) @JsonPropertyDescription("Version of the files as the user states it.")
          String revision,
      @Size(max = 512)
          @JsonPropertyDescription(
              "Where engines and Jobs find fetched files, `pvc://<claim>/<path>`; absent: uri.")
          String files) {
    /** Files that are where the address says. */
    public Model(String uri, String revision) {
      this(uri, revision, null);
    }
  }

  /** What the base model's files hold, read once by a Job. */
  @ApiType
  public record ModelDigests(
      @Size(max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription("SHA-256 over names and contents of all files.")
          String files,
      @Size(max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription("SHA-256 of the tokenizer's files; absent: there are none.")
          String tokenizer,
      @Size(max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription("SHA-256 of the chat template; absent: there is none.")
          String chatTemplate) {}

  /** The adapter's files. */
  @ApiType
  public record Adapter(
      @Required
          @Size(max = 128)
          @JsonPropertyDescription("Immutable directory and served name, `<adapter>-<digest12>`.")
          String name,
      @Size(max = 512) @JsonPropertyDescription("Where the files are.") String uri,
      @Size(max = 64) @Pattern(Patterns.DIGEST) @JsonPropertyDescription("SHA-256 of the files.")
          String digest) {}

  /** The system prompt, resolved. */
  @ApiType
  public record PromptText(
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Size(max = 32768)
          @JsonPropertyDescription("The system message; empty means none.")
          String text,
      @Size(max = 64) @Pattern(Patterns.DIGEST) @JsonPropertyDescription("SHA-256 of the text.")
          String digest) {}

  /** What runs the model, as far as it shapes answers. */
  @ApiType
  public record Engine(
      @Size(max = 512) @JsonPropertyDescription("Container image.") String image,
      @Size(max = 64) @JsonPropertyDescription("Arguments.") List<@Size(max = 512) String> args,
      @OneOf({"Attached", "OpenAICompatible"})
          @JsonPropertyDescription("Whose engine it is; absent: the operator's own vLLM.")
          String type,
      @Size(min = 1, max = 128)
          @JsonPropertyDescription(
              "Name under which it serves the base model; absent: the operator's name for it.")
          String servedModel,
      @Size(min = 1, max = 63)
          @JsonPropertyDescription(
              "Hash of the pod template, where a Rollout makes the pods of type Attached; absent:"
                  + " any pod of the engine.")
          String podTemplateHash) {
    public Engine {
      args = OrEmpty.list(args);
    }

    /** An engine of the operator's own. */
    public Engine(String image, List<String> args) {
      this(image, args, null, null, null);
    }

    /** The same engine on pods of one template; null for any. */
    public Engine onPods(String hash) {
      return new Engine(image, args, type, servedModel, hash);
    }
  }
}
