package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.common.Scheduling;
import io.homeostat.crds.finetunejob.EarlyStopping;
import io.homeostat.crds.finetunejob.Tracking;
import java.util.List;

/** How a repair is made; copied into each HealingRun. */
@ApiType
public record HealingRecipe(
    @Default("[\"EarlierRelease\",\"ExistingAdapter\",\"FineTune\",\"Merge\"]")
        @Size(max = 4)
        @ListKey
        @OneOf({"EarlierRelease", "ExistingAdapter", "FineTune", "Merge"})
        @JsonPropertyDescription(
            "What may be tried, always in this order, the cheapest first, until an evaluation passes."
                + " EarlierRelease: the release that a release with a drop replaced, or that an"
                + " earlier repair of the capability replaced. ExistingAdapter: the adapter of an"
                + " earlier repair of the capability. FineTune: a new adapter. Merge: the new adapter"
                + " together with those that stable has for other capabilities, up to 3. Default: all.")
        List<String> strategies,
    @Default("{}") @JsonPropertyDescription("What the adapter learns from.") DatasetRecipe dataset,
    @Default("{}") @JsonPropertyDescription("How it is trained.") FineTune fineTune,
    @Default("{}")
        @JsonPropertyDescription(
            "How it is merged with the adapters of other capabilities, where the strategy is Merge.")
        Merge merge,
    @Default("{}") @JsonPropertyDescription("What it must show before it gets traffic.")
        EvaluationRecipe evaluation,
    @JsonPropertyDescription(
            "Plan of the canary. Default: the ModelService's steps; better on the drifted"
                + " capability by half of the drop, not worse on the others.")
        CanaryPlan release) {
  public HealingRecipe {
    strategies = OrEmpty.list(strategies);
  }

  /** What the adapter learns from. */
  @ApiType
  public record DatasetRecipe(
      @Default("50")
          @Min(1)
          @Max(100000)
          @JsonPropertyDescription(
              "Corrections of the drifted capability that a build waits for. Default 50.")
          Integer minimumCorrections,
      @Default("86400")
          @Min(0)
          @Max(2592000)
          @JsonPropertyDescription("Seconds that it waits for them. Default 86400.")
          Integer maximumWaitSeconds,
      @JsonPropertyDescription("Rows that keep the other capabilities. Default: none.")
          Replay replay,
      @Default("100")
          @Min(1)
          @Max(10000)
          @JsonPropertyDescription(
              "Items of each capability that are held out for the evaluation. Default 100.")
          Integer testPerCapability) {}

  /** Rows of the model's earlier training. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message = "replay.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty parts")
  public record Replay(
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "JSON lines {\"capability\",\"prompt\",\"answer\"} at `pvc://<claim>/<path>`; rows of"
                  + " the drifted capability are left out.")
          String uri,
      @Default("1000")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("How many rows are taken. Default 1000.")
          Integer rows) {}

  /** How the adapter is trained. */
  @ApiType
  public record FineTune(
      @Default("{}") @JsonPropertyDescription("Shape of the adapter.") Lora lora,
      @Default("{}") @JsonPropertyDescription("Course of the training.") Training training,
      @JsonPropertyDescription("CPU, memory and devices of the training pod.") Resources resources,
      @Default("LoRA")
          @OneOf({"LoRA", "QLoRA"})
          @JsonPropertyDescription(
              "LoRA: on the base's weights as they are. QLoRA: on weights of 4 bits, for devices of"
                  + " little memory. Default LoRA.")
          String method,
      @Size(min = 1, max = 63)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription(
              "Kueue LocalQueue that the training waits in. Default: it starts at once.")
          String queue,
      @JsonPropertyDescription("Where the training may run.") Scheduling scheduling,
      @Min(60)
          @Max(2592000)
          @JsonPropertyDescription(
              "Seconds that an attempt may run, 60 to 2592000; waiting in a queue does not count."
                  + " Default: no limit.")
          Integer deadlineSeconds,
      @JsonPropertyDescription("Where trainings are recorded. Default: in their status alone.")
          Tracking tracking) {}

  /** Shape of the adapter. */
  @ApiType
  @ValidationRule(
      value =
          "!has(self.targetModules) || !self.targetModules.exists(m, m.endsWith('embed_tokens') ||"
              + " m.endsWith('lm_head'))",
      message =
          "lora.targetModules: leave embed_tokens and lm_head out; engines load adapters of the"
              + " layers between them alone")
  public record Lora(
      @Default("16")
          @Min(1)
          @Max(512)
          @JsonPropertyDescription("Rank, at most the engine's maxLoraRank. Default 16.")
          Integer rank,
      @Default("32")
          @Min(1)
          @Max(2048)
          @JsonPropertyDescription("Scaling, usually twice the rank. Default 32.")
          Integer alpha,
      @Default("\"0\"")
          @Decimal(max = 1, below = true)
          @JsonPropertyDescription("Dropout while training, 0 to below 1. Default 0.")
          String dropout,
      @Default(
              "[\"q_proj\",\"k_proj\",\"v_proj\",\"o_proj\",\"gate_proj\",\"up_proj\",\"down_proj\"]")
          @Size(min = 1, max = 32)
          @ListKey
          @JsonPropertyDescription(
              "Layers that are adapted. Default: all linear layers of Llama-like models.")
          List<@Size(min = 1, max = 64) @Pattern("^[A-Za-z0-9_.]+$") String> targetModules) {
    public Lora {
      targetModules = OrEmpty.list(targetModules);
    }
  }

  /** Course of the training. */
  @ApiType
  public record Training(
      @Default("3") @Min(1) @Max(1000) @JsonPropertyDescription("Passes over the rows. Default 3.")
          Integer epochs,
      @Default("\"0.0002\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription("Learning rate, above 0 and up to 1. Default 0.0002.")
          String learningRate,
      @Default("8") @Min(1) @Max(4096) @JsonPropertyDescription("Rows of one step. Default 8.")
          Integer batchSize,
      @Default("17")
          @Min(0)
          @Max(2147483647)
          @JsonPropertyDescription(
              "Seed of all randomness; the same inputs give the same adapter. Default 17.")
          Integer seed,
      @Min(1)
          @Max(4096)
          @JsonPropertyDescription(
              "Rows of a step that all devices together hold at once; the step stays batchSize rows."
                  + " Default batchSize, and less after an attempt that ran out of memory.")
          Integer microBatchSize,
      @JsonPropertyDescription(
              "Whether short rows share a sequence of maximumTokens tokens, without seeing each"
                  + " other; batchSize counts sequences then. Default false.")
          Boolean packing,
      @Min(16)
          @Max(1048576)
          @JsonPropertyDescription(
              "Longest row in tokens; longer ones are left out and counted, more than 1 % of them"
                  + " fail the training. Default: what the model takes.")
          Integer maximumTokens,
      @Min(1)
          @Max(86400)
          @JsonPropertyDescription(
              "Seconds between checkpoints, from which an interrupted training goes on. Default"
                  + " 300.")
          Integer checkpointSeconds,
      @JsonPropertyDescription("Ends the training early. Default: it makes all its passes.")
          EarlyStopping earlyStopping) {}

  /** How adapters are merged; fields as in AdapterMerge. */
  @ApiType
  @ValidationRule(
      value =
          "!has(self.search) || (has(self.search.methods) ? size(self.search.methods) : 1) *"
              + " (has(self.search.densities) ? size(self.search.densities) : 1) *"
              + " (has(self.search.weights) ? size(self.search.weights) * size(self.search.weights)"
              + " * size(self.search.weights) * size(self.search.weights) : 1) <= 16",
      message =
          "spec.recipe.merge.search: methods × densities × weights for each of up to 4 inputs are"
              + " more than 16 merges; name fewer")
  public record Merge(
      @OneOf({"Concatenation", "TIESSVD", "DARETIESSVD", "Linear", "TIES", "DARETIES"})
          @JsonPropertyDescription(
              "Default: Concatenation while the ranks add up to at most the engine's maxLoraRank,"
                  + " else TIESSVD.")
          String method,
      @Default("\"0.5\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Share of values that TIES and DARE keep, above 0 and up to 1. Default 0.5.")
          String density,
      @JsonPropertyDescription("Merges to try instead of one. Default: none but the method's.")
          AdapterMergeSpec.Search search,
      @Default("{}") @JsonPropertyDescription("What the merge must keep.")
          AdapterMergeSpec.Guard guard,
      @JsonPropertyDescription("CPU, memory and devices of the merging pod.")
          Resources resources) {}

  /** What the adapter must show before it gets traffic, on held-out items at 0 % traffic. */
  @ApiType
  public record EvaluationRecipe(
      @Default("ExactMatch")
          @OneOf({"ExactMatch", "TokenF1"})
          @JsonPropertyDescription(
              "ExactMatch: answer equals reference. TokenF1: words in common. Default ExactMatch.")
          String metric,
      @Default("\"0.05\"")
          @Decimal(max = 1, below = true)
          @JsonPropertyDescription("Gain on the drifted capability, 0 to below 1. Default 0.05.")
          String minimumImprovement,
      @Default("\"0.05\"")
          @Decimal(above = true, max = 1, below = true)
          @JsonPropertyDescription(
              "Largest loss on each other capability, above 0 and below 1. Default 0.05.")
          String maximumRegression) {}
}
