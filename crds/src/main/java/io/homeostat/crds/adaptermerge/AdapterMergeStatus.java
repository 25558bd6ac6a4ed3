package io.homeostat.crds.adaptermerge;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Timestamp;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import java.util.List;

/** Observed state of an AdapterMerge. Condition Succeeded. */
@ApiType
public record AdapterMergeStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Succeeded: True the adapter is there and passed its guard, False it failed and the"
                + " inputs stay as they are, Unknown running.")
        List<Condition> conditions,
    @JsonPropertyDescription("Job that merges.") String job,
    @JsonPropertyDescription("How far it is, ready to read.") String progress,
    @JsonPropertyDescription("Seconds until it is expected to end.") Integer etaSeconds,
    @JsonPropertyDescription("Method that was chosen.") String method,
    @JsonPropertyDescription("Rank of the result.") Integer rank,
    @JsonPropertyDescription(
            "Capability that lost most against its best input, and how much: `order -0.010`.")
        String worst,
    @JsonPropertyDescription("What came out; absent unless it succeeded.") Artifact artifact,
    @JsonPropertyDescription("Adapters that went in.") List<Source> inputs,
    @JsonPropertyDescription("Every merge that was tried, in order.") List<Trial> tried,
    @JsonPropertyDescription(
            "Capabilities of the chosen merge beside their best inputs; at most 8, the worst"
                + " first.")
        List<Kept> guard,
    @JsonPropertyDescription("Capabilities that were guarded.") Integer capabilities,
    @Timestamp @JsonPropertyDescription("When the merge started.") String startedAt,
    @Timestamp @JsonPropertyDescription("When it ended.") String finishedAt) {
  public AdapterMergeStatus {
    conditions = OrEmpty.list(conditions);
    inputs = OrEmpty.list(inputs);
    tried = OrEmpty.list(tried);
    guard = OrEmpty.list(guard);
  }

  /** An adapter that went in, as it was found. */
  @ApiType
  public record Source(
      @JsonPropertyDescription("Name of the input.") String name,
      @JsonPropertyDescription("Where its files are.") String uri,
      @JsonPropertyDescription("SHA-256 of its files.") String digest,
      @JsonPropertyDescription("Datasets whose items were asked.") List<String> datasets) {
    public Source {
      datasets = OrEmpty.list(datasets);
    }
  }

  /** One merge that was tried. */
  @ApiType
  public record Trial(
      @JsonPropertyDescription("Method.") String method,
      @JsonPropertyDescription("Share of values kept; absent where the method has none.")
          String density,
      @JsonPropertyDescription("Weights in the order of the inputs.") List<String> weights,
      @JsonPropertyDescription("Rank of the result.") Integer rank,
      @JsonPropertyDescription("Mean over the capabilities; absent where it was not possible.")
          String score,
      @JsonPropertyDescription("Largest loss of a capability against its best input.") String worst,
      @JsonPropertyDescription("Whether it was chosen.") Boolean chosen,
      @JsonPropertyDescription("Why it was not possible.") String refused) {
    public Trial {
      weights = OrEmpty.list(weights);
    }
  }

  /** What became of one capability. */
  @ApiType
  public record Kept(
      @JsonPropertyDescription("Capability.") String capability,
      @OneOf({"Pass", "Fail", "Inconclusive"})
          @JsonPropertyDescription("Pass, Fail or Inconclusive.")
          String result,
      @JsonPropertyDescription("Input that is best at it.") String input,
      @JsonPropertyDescription("Mean of that input.") String best,
      @JsonPropertyDescription("Mean of the merge on the same items.") String merged,
      @JsonPropertyDescription("Merge minus best input.") String difference,
      @JsonPropertyDescription("Lower end of the interval.") String lower,
      @JsonPropertyDescription("Upper end of the interval.") String upper,
      @JsonPropertyDescription("Items that were asked.") Integer items,
      @JsonPropertyDescription("Items that a decision needs; absent when there were enough.")
          Integer itemsNeeded) {}
}
