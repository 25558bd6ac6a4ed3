package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;

/** One thing that a candidate must show before it gets traffic. */
@ApiType
@ValidationRule(
    value =
        "[has(self.minimum), has(self.maximum), has(self.maximumRegression),"
            + " has(self.minimumImprovement), has(self.minimumRatio),"
            + " has(self.maximumRatio)].filter(b, b).size() == 1",
    message =
        "spec.gates: write exactly one of minimum, maximum, maximumRegression, minimumImprovement,"
            + " minimumRatio and maximumRatio in each gate")
@ValidationRule(
    value =
        "!has(self.metric) || !(self.metric in ['LatencyMillis', 'CompletionTokens', 'Cost']) ||"
            + " has(self.maximum) || has(self.maximumRatio)",
    message =
        "spec.gates: LatencyMillis, CompletionTokens and Cost are bounded by maximum or"
            + " maximumRatio")
@ValidationRule(
    value =
        "!has(self.metric) || self.metric != 'Errors' || has(self.maximum) ||"
            + " has(self.maximumRegression)",
    message = "spec.gates: Errors is bounded by maximum or maximumRegression")
@ValidationRule(
    value =
        "has(self.metric) && self.metric in ['LatencyMillis', 'CompletionTokens', 'Cost', 'Errors',"
            + " 'Imported'] || !(has(self.maximum) || has(self.maximumRatio))",
    message =
        "spec.gates: more of a score is better; bound it by minimum, maximumRegression,"
            + " minimumImprovement or minimumRatio")
@ValidationRule(
    value =
        "has(self.metric) && self.metric == 'Imported' ? has(self.imported) &&"
            + " !has(self.minimumRatio) && !has(self.maximumRatio) : !has(self.imported)",
    message =
        "spec.gates: metric Imported, and no other, names what is imported in imported,"
            + " `<import>/<metric>`, and has no ratio")
@ValidationRule(
    value = "!has(self.metric) || self.metric != 'Judge' || !has(self.minimumRatio)",
    message =
        "spec.gates: the Judge compares the two answers; bound it by minimum, maximumRegression or"
            + " minimumImprovement")
public record Gate(
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.NAME)
        @JsonPropertyDescription("Name of the gate.")
        String name,
    @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Capability of the items. Default: each one that has items, on its own.")
        String capability,
    @Default("ExactMatch")
        @OneOf({
          "ExactMatch",
          "TokenF1",
          "RougeL",
          "Chrf",
          "Invariants",
          "Judge",
          "Errors",
          "LatencyMillis",
          "CompletionTokens",
          "Cost",
          "Imported"
        })
        @JsonPropertyDescription(
            "What is measured. Against the reference: ExactMatch, the same apart from white space;"
                + " TokenF1, words in common; RougeL, longest common sequence of words; Chrf,"
                + " character n-grams. Without: Invariants, share of the checks of"
                + " the service's QualityPolicy that are passed; Judge,"
                + " share of the comparisons won in both orders, ties half; Errors, share of failed,"
                + " empty and truncated answers; LatencyMillis; CompletionTokens; Cost of an"
                + " answer; Imported, a figure of another tool. Default ExactMatch.")
        String metric,
    @Decimal(max = 1000000)
        @JsonPropertyDescription("Smallest mean of the candidate; of a score 0 to 1.")
        String minimum,
    @Decimal(max = 1, below = true)
        @JsonPropertyDescription("Largest loss against stable, 0 to below 1; of Errors the rise.")
        String maximumRegression,
    @Decimal(max = 1, below = true)
        @JsonPropertyDescription("Gain over stable that must be exceeded, 0 to below 1.")
        String minimumImprovement,
    @Decimal(max = 1000000) @JsonPropertyDescription("Largest mean of the candidate.")
        String maximum,
    @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Smallest share of stable's mean that the candidate keeps, above 0 and up to 1.")
        String minimumRatio,
    @Decimal(above = true, max = 1000)
        @JsonPropertyDescription("Largest multiple of stable's mean, above 0 and up to 1000.")
        String maximumRatio,
    @Size(min = 3, max = 200)
        @Pattern("^[a-z][-a-z0-9]*/.+$")
        @JsonPropertyDescription("`<import>/<metric>`, for metric Imported.")
        String imported) {

  /** A gate on a score. */
  public Gate(
      String name,
      String capability,
      String metric,
      String minimum,
      String maximumRegression,
      String minimumImprovement) {
    this(
        name,
        capability,
        metric,
        minimum,
        maximumRegression,
        minimumImprovement,
        null,
        null,
        null,
        null);
  }
}
