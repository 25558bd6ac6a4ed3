package io.homeostat.crds.adaptermerge;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import java.util.List;

/** One adapter made of several; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: a merge never changes; create another AdapterMerge")
@ValidationRule(
    value =
        "!has(self.search) || (has(self.search.methods) ? size(self.search.methods) : 1) *"
            + " (has(self.search.densities) ? size(self.search.densities) : 1) *"
            + " (has(self.search.weights) ? (size(self.inputs) == 2 ? size(self.search.weights) *"
            + " size(self.search.weights) : size(self.inputs) == 3 ? size(self.search.weights) *"
            + " size(self.search.weights) * size(self.search.weights) : size(self.search.weights) *"
            + " size(self.search.weights) * size(self.search.weights) * size(self.search.weights))"
            + " : 1) <= 16",
    message =
        "spec.search: methods × densities × weights for each input are more than 16 merges; name"
            + " fewer")
public record AdapterMergeSpec(
    @Required
        @JsonPropertyDescription(
            "ModelService whose base model the adapters adapt and whose engine is to load the"
                + " result.")
        Ref modelServiceRef,
    @Required
        @Size(min = 2, max = 4)
        @ListKey("name")
        @JsonPropertyDescription("Adapters to merge, the oldest first; 2 to 4.")
        List<Input> inputs,
    @OneOf({"Concatenation", "TIESSVD", "DARETIESSVD", "Linear", "TIES", "DARETIES"})
        @JsonPropertyDescription(
            "Concatenation: exact, the ranks add up. TIESSVD, DARETIESSVD: the changes to the"
                + " weights are trimmed, freed of opposite signs and decomposed anew. Linear, TIES,"
                + " DARETIES: work on the two factors apart, need equal ranks and may lose skills."
                + " Default: Concatenation while the ranks add up to at most the engine's"
                + " maxLoraRank, else TIESSVD.")
        String method,
    @Default("\"0.5\"")
        @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Share of values that TIES and DARE keep, above 0 and up to 1. Default 0.5.")
        String density,
    @JsonPropertyDescription("Merges to try instead of one. Default: none but the method's.")
        Search search,
    @Default("{}") @JsonPropertyDescription("What the merge must keep.") Guard guard,
    @Default("17")
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "Seed of all randomness; the same inputs give the same adapter. Default 17.")
        Integer seed,
    @JsonPropertyDescription("CPU, memory and devices of the Job's pod.") Resources resources) {
  public AdapterMergeSpec {
    inputs = OrEmpty.list(inputs);
  }

  /** One adapter that goes in. */
  @ApiType
  @ValidationRule(
      value =
          "[has(self.fineTuneJobRef), has(self.adapterMergeRef), has(self.adapter)].filter(b,"
              + " b).size() == 1",
      message =
          "spec.inputs: write exactly one of fineTuneJobRef, adapterMergeRef and adapter in each"
              + " input")
  @ValidationRule(
      value = "!has(self.adapter) || has(self.datasetRefs)",
      message =
          "spec.inputs: write datasetRefs beside adapter, since nothing else says what it was"
              + " trained for")
  public record Input(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the input.")
          String name,
      @JsonPropertyDescription("FineTuneJob that trained it.") Ref fineTuneJobRef,
      @JsonPropertyDescription("AdapterMerge that made it.") Ref adapterMergeRef,
      @JsonPropertyDescription("Files of an adapter.") Adapter adapter,
      @Default("\"1\"")
          @Decimal(above = true, max = 4)
          @JsonPropertyDescription("Factor of the adapter, above 0 and up to 4. Default 1.")
          String weight,
      @Size(min = 1, max = 8)
          @ListKey("name")
          @JsonPropertyDescription(
              "Datasets whose held-out items show what the adapter can, 1 to 8, the oldest first."
                  + " Items of a capability that a Dataset corrects are taken from the latest such"
                  + " Dataset only. Default: that of the FineTuneJob, or those of the"
                  + " AdapterMerge's inputs.")
          List<Ref> datasetRefs) {
    public Input {
      datasetRefs = OrEmpty.list(datasetRefs);
    }
  }

  /** Files of an adapter. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.inputs.adapter.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty"
              + " parts")
  public record Adapter(
      @Required
          @Size(min = 8, max = 256)
          @JsonPropertyDescription("Folder at `pvc://<claim>/<path>`.")
          String uri,
      @Required
          @Size(min = 64, max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription("SHA-256 of the files as status.artifact of their maker has it.")
          String digest) {}

  /**
   * Merges to try: the best on one half of the items is taken, the other half guards it. What is
   * not listed keeps the value of the spec.
   */
  @ApiType
  public record Search(
      @Size(min = 1, max = 6)
          @ListKey
          @JsonPropertyDescription("Methods to try, 1 to 6. Default: spec.method.")
          @OneOf({"Concatenation", "TIESSVD", "DARETIESSVD", "Linear", "TIES", "DARETIES"})
          List<String> methods,
      @Size(min = 1, max = 4)
          @ListKey
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription("Densities to try, 1 to 4. Default: spec.density.")
          List<String> densities,
      @Size(min = 1, max = 4)
          @ListKey
          @Decimal(above = true, max = 4)
          @JsonPropertyDescription(
              "Weights to try for each input, in all combinations; 1 to 4. Default: the inputs'"
                  + " own.")
          List<String> weights) {
    public Search {
      methods = OrEmpty.list(methods);
      densities = OrEmpty.list(densities);
      weights = OrEmpty.list(weights);
    }
  }

  /** What the merge must keep of what its inputs can. */
  @ApiType
  public record Guard(
      @Default("ExactMatch")
          @OneOf({"ExactMatch", "TokenF1"})
          @JsonPropertyDescription(
              "ExactMatch: answer equals reference. TokenF1: words in common. Default ExactMatch.")
          String metric,
      @Default("\"0.05\"")
          @Decimal(above = true, max = 1, below = true)
          @JsonPropertyDescription(
              "Largest loss of each capability against the input that is best at it, above 0 and"
                  + " below 1. Default 0.05.")
          String maximumRegression) {}
}
