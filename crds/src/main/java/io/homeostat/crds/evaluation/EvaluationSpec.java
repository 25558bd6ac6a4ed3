package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
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
import java.util.List;

/** A Release at 0 % traffic against stable on the same items; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: an Evaluation never changes; create another one")
public record EvaluationSpec(
    @Required @JsonPropertyDescription("ModelService whose engine answers.") Ref modelServiceRef,
    @Required @JsonPropertyDescription("Release that is evaluated.") Ref releaseRef,
    @Required @JsonPropertyDescription("Release that it is compared with.") Ref stableRef,
    @Required @JsonPropertyDescription("Dataset whose held-out items are asked.") Ref datasetRef,
    @Required
        @Size(min = 1, max = 64)
        @ListKey("name")
        @JsonPropertyDescription("What must hold, 1 to 64.")
        List<Gate> gates) {
  public EvaluationSpec {
    gates = OrEmpty.list(gates);
  }

  /** One thing that must hold. */
  @ApiType
  @ValidationRule(
      value =
          "[has(self.minimum), has(self.maximumRegression), has(self.minimumImprovement)].filter(b,"
              + " b).size() == 1",
      message =
          "spec.gates: write exactly one of minimum, maximumRegression and minimumImprovement in"
              + " each gate")
  public record Gate(
      @Required
          @Size(min = 1, max = 63)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the gate.")
          String name,
      @Size(min = 1, max = 63)
          @JsonPropertyDescription("Capability of the items. Default: all together.")
          String capability,
      @Default("ExactMatch")
          @OneOf({"ExactMatch", "TokenF1"})
          @JsonPropertyDescription(
              "ExactMatch: answer equals reference. TokenF1: words in common. Default ExactMatch.")
          String metric,
      @Decimal(max = 1) @JsonPropertyDescription("Smallest mean of the candidate, 0 to 1.")
          String minimum,
      @Decimal(max = 1, below = true)
          @JsonPropertyDescription("Largest loss against stable, 0 to below 1.")
          String maximumRegression,
      @Decimal(max = 1, below = true)
          @JsonPropertyDescription("Gain over stable that must be exceeded, 0 to below 1.")
          String minimumImprovement) {}
}
