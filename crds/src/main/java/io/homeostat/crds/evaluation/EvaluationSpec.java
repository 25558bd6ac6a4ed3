package io.homeostat.crds.evaluation;

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
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** A Release at 0 % traffic against stable on the same items; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: an Evaluation never changes; create another one")
@ValidationRule(
    value = "has(self.datasetRef) || has(self.itemSets)",
    message = "spec: name what is asked, by datasetRef, by itemSets or by both")
@ValidationRule(
    value = "has(self.judgeRef) || !self.gates.exists(g, has(g.metric) && g.metric == 'Judge')",
    message = "spec.gates: metric Judge needs spec.judgeRef, the Judge that compares the answers")
@ValidationRule(
    value = "has(self.prices) || !self.gates.exists(g, has(g.metric) && g.metric == 'Cost')",
    message = "spec.gates: metric Cost needs spec.prices with inputPerMillion and outputPerMillion")
public record EvaluationSpec(
    @Required @JsonPropertyDescription("ModelService whose engine answers.") Ref modelServiceRef,
    @Required @JsonPropertyDescription("Release that is evaluated.") Ref releaseRef,
    @Required
        @JsonPropertyDescription(
            "Release that it is compared with; the same one compares stable with itself.")
        Ref stableRef,
    @JsonPropertyDescription("Dataset whose held-out items are asked. Default: none.")
        Ref datasetRef,
    @Required
        @Size(min = 1, max = 64)
        @ListKey("name")
        @JsonPropertyDescription("What must hold, 1 to 64.")
        List<Gate> gates,
    @Size(max = 8)
        @ListKey("name")
        @JsonPropertyDescription(
            "Further items, such as golden and safety sets, at most 8. Default: none.")
        List<ItemSet> itemSets,
    @Default("{}") @JsonPropertyDescription("How the items are asked.") Sampling sampling,
    @JsonPropertyDescription(
            "Judge that compares the two answers of an item, for the metric Judge. One that also"
                + " scores the live answers is not independent.")
        Ref judgeRef,
    @JsonPropertyDescription("Prices of the tokens, for the metric Cost.") CanaryPlan.Prices prices,
    @Size(max = 8)
        @ListKey("name")
        @JsonPropertyDescription(
            "Results of other tools, at most 8, for the metric Imported. Default: none.")
        List<ImportedResults> imports) {
  public EvaluationSpec {
    gates = OrEmpty.list(gates);
    itemSets = OrEmpty.list(itemSets);
    imports = OrEmpty.list(imports);
  }

  /** An evaluation on the held-out items of a Dataset alone. */
  public EvaluationSpec(
      Ref modelServiceRef, Ref releaseRef, Ref stableRef, Ref datasetRef, List<Gate> gates) {
    this(modelServiceRef, releaseRef, stableRef, datasetRef, gates, null, null, null, null, null);
  }

  /** Items of the user's own. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.itemSets.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty parts")
  public record ItemSet(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription(
              "Name of the set, and capability of its items that name none; such as golden or"
                  + " safety.")
          String name,
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "JSON lines {\"id\",\"prompt\",\"answer\",\"capability\",\"history\"} at"
                  + " `pvc://<claim>/<path>`; an item without answer has no reference, so that"
                  + " only Invariants, Judge, Errors and the costs speak of it.")
          String uri,
      @JsonPropertyDescription(
              "Items whose answer is right no more, which are left out and counted. Default: none.")
          Superseded superseded) {}

  /** Items that hold an old truth; who writes them here approves it. */
  @ApiType
  @ValidationRule(
      value = "has(self.capabilities) || has(self.ids)",
      message = "spec.itemSets.superseded: name capabilities, ids or both")
  public record Superseded(
      @Size(max = 32) @JsonPropertyDescription("All items of these capabilities, at most 32.")
          List<@Size(min = 1, max = 63) String> capabilities,
      @Size(max = 256) @JsonPropertyDescription("Items with these ids, at most 256.")
          List<@Size(min = 1, max = 128) String> ids) {
    public Superseded {
      capabilities = OrEmpty.list(capabilities);
      ids = OrEmpty.list(ids);
    }
  }

  /** How the items are asked. */
  @ApiType
  public record Sampling(
      @Min(1)
          @Max(20)
          @JsonPropertyDescription(
              "Answers of each release to each item, 1 to 20; their mean is one value of the item."
                  + " Default: 1 when both releases decode at temperature 0, else 3.")
          Integer samples,
      @Default("8")
          @Min(1)
          @Max(256)
          @JsonPropertyDescription("Requests at a time, 1 to 256. Default 8.")
          Integer concurrency,
      @Default("\"0.04\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Share of the items on which the two releases are expected to differ, above 0 and up"
                  + " to 1. From it follows how many items a gate with maximumRegression needs; an"
                  + " evaluation with fewer asks nothing and says how many. Default 0.04.")
          String discordance) {}

  /** Results of another tool. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.imports.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty parts")
  @ValidationRule(
      value =
          "!has(self.stableUri) ||"
              + " self.stableUri.matches('^pvc://[a-z0-9]([-.a-z0-9]*[a-z0-9])?(/[-._A-Za-z0-9]+)+$')"
              + " && !self.stableUri.split('/').exists(p, p in ['.', '..'])",
      message =
          "spec.imports.stableUri: write pvc://<claim>/<path>, the path without '.', '..' or empty"
              + " parts")
  public record ImportedResults(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the results.")
          String name,
      @Required
          @OneOf({"LmEvaluationHarness", "MLflow"})
          @JsonPropertyDescription(
              "LmEvaluationHarness: its results JSON; metrics are `<task>/<metric,filter>`. MLflow:"
                  + " a run or model version as its REST API gives it; metrics by their keys, and"
                  + " each tag `quality.threshold.<metric>`, such as `>= 0.8`, is a gate, too.")
          String format,
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription("File with the candidate's results at `pvc://<claim>/<path>`.")
          String uri,
      @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "File with stable's results, for maximumRegression and minimumImprovement. Default:"
                  + " none.")
          String stableUri) {}
}
