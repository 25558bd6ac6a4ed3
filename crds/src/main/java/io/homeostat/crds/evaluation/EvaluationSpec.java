package io.homeostat.crds.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** A Release at 0 % traffic against stable on the same items; immutable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationSpec(
    Ref modelServiceRef, Ref releaseRef, Ref stableRef, Ref datasetRef, List<Gate> gates) {
  /** metric ExactMatch or TokenF1; capability absent: every capability of the items; exactly one bound. */
  public record Gate(String name, String capability, String metric, String minimum, String maximumRegression, String minimumImprovement) {}
}
