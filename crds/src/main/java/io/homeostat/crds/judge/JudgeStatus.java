package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a Judge. Conditions Ready, Calibrated. */
@ApiType
public record JudgeStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: items and credentials were found. Calibrated: the judge agrees with the labels,"
                + " so that its scores decide.")
        List<Condition> conditions,
    @JsonPropertyDescription("Digest of endpoint, model and rubric; it is on every score.")
        String digest,
    @JsonPropertyDescription("Weighted kappa with the labels.") String kappa,
    @JsonPropertyDescription("Its lower bound.") String kappaLower,
    @JsonPropertyDescription("Mean judge score minus label, on the scale of 0 to 1.") String bias,
    @JsonPropertyDescription("Labelled items that were judged.") Integer items,
    @JsonPropertyDescription("Items that the judge could not score.") Integer unscored) {
  public JudgeStatus {
    conditions = OrEmpty.list(conditions);
  }
}
