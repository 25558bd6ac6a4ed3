package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a Judge. Conditions Ready, Calibrated, Drifted, OtherFamily. */
@ApiType
public record JudgeStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: items and credentials were found. Calibrated: the judge agrees with the labels,"
                + " so that its scores decide. Drifted: it scores its items otherwise than when it"
                + " was first calibrated. OtherFamily: it is of another family of models than those"
                + " it judges.")
        List<Condition> conditions,
    @JsonPropertyDescription("Digest of endpoint, model and rubric; it is on every score.")
        String digest,
    @JsonPropertyDescription("Weighted kappa with the labels.") String kappa,
    @JsonPropertyDescription("Its lower bound.") String kappaLower,
    @JsonPropertyDescription("Mean judge score minus label, on the scale of 0 to 1.") String bias,
    @JsonPropertyDescription("Labelled items that were judged.") Integer items,
    @JsonPropertyDescription("Items that the judge could not score.") Integer unscored,
    @JsonPropertyDescription(
            "Change of the mean difference for an answer of the same label that is twice as long.")
        String lengthBias,
    @JsonPropertyDescription("The dimensions of the rubric, each against its labels.")
        List<Dimension> dimensions,
    @JsonPropertyDescription("Requests of this day of UTC, approximately.") Integer requestsToday,
    @JsonPropertyDescription(
            "Cost of this day of UTC in the currency of the prices, approximately.")
        String costToday) {
  public JudgeStatus {
    conditions = OrEmpty.list(conditions);
    dimensions = OrEmpty.list(dimensions);
  }

  /** How one dimension agrees with its labels. */
  @ApiType
  public record Dimension(
      @JsonPropertyDescription("Name of the dimension.") String name,
      @JsonPropertyDescription("Weighted kappa with the labels.") String kappa,
      @JsonPropertyDescription("Lower bound of kappa.") String kappaLower,
      @JsonPropertyDescription("Upper bound of kappa.") String kappaUpper,
      @JsonPropertyDescription("Mean judge score minus label, on the scale of 0 to 1.") String bias,
      @JsonPropertyDescription(
              "Change of that difference for an answer of the same label that is twice as long.")
          String lengthBias,
      @JsonPropertyDescription("Whether it meets what the calibration asks for.")
          Boolean calibrated) {}
}
