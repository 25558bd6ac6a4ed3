package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** Everything that shapes an answer, resolved; the fingerprint is taken over this. */
@ApiType
public record ReleaseTuple(
    @Required @Min(1) @JsonPropertyDescription("Version of this shape.") Integer version,
    @Required @JsonPropertyDescription("The base model.") Model model,
    @JsonPropertyDescription("The adapter; absent: the base model serves.") Adapter adapter,
    @JsonPropertyDescription("The system prompt.") PromptText prompt,
    @JsonPropertyDescription("How answers are sampled.") Decoding decoding,
    @JsonPropertyDescription("What runs the model.") Engine engine) {

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
          String servedModel) {
    public Engine {
      args = OrEmpty.list(args);
    }

    /** An engine of the operator's own. */
    public Engine(String image, List<String> args) {
      this(image, args, null, null);
    }
  }
}
