package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a QualityPolicy. Conditions Ready, InvariantsUsable. */
@ApiType
public record QualityPolicyStatus(
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the ModelService and the Judge were found and the scorer runs."
                + " InvariantsUsable: every declared invariant can be checked; one that cannot is"
                + " missing in scores.")
        List<Condition> conditions,
    @JsonPropertyDescription(
            "Digest of the parts that scores consist of; only scores with the same parts are"
                + " compared.")
        String scorerSet) {
  public QualityPolicyStatus {
    conditions = OrEmpty.list(conditions);
  }
}
