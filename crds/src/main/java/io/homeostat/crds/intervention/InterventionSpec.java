package io.homeostat.crds.intervention;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.common.Timestamp;

/** What a person orders; create-only. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message =
        "spec: an order is carried out once and kept as a record; create another Intervention")
@ValidationRule(
    value =
        "self.targetRef.kind == (self.action in ['Promote', 'Abort', 'Pause', 'Resume'] ?"
            + " 'CanaryRelease' : 'ModelService')",
    message =
        "spec.targetRef.kind: Promote, Abort, Pause and Resume name a CanaryRelease; Retry and"
            + " Rollback name a ModelService")
public record InterventionSpec(
    @Required @JsonPropertyDescription("What the order is for.") ResourceRef targetRef,
    @Required
        @OneOf({"Promote", "Abort", "Pause", "Resume", "Retry", "Rollback"})
        @JsonPropertyDescription(
            "Promote, Abort, Pause or Resume a CanaryRelease; Retry what a ModelService refused;"
                + " Rollback a ModelService to the stable before.")
        String action,
    @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why, for the record.")
        String reason,
    @Timestamp
        @JsonPropertyDescription(
            "Moment from which the order is not carried out any more. Default: it does not expire.")
        String expiresAt,
    @Size(max = 1024)
        @JsonPropertyDescription(
            "Who ordered it; filled from the authenticated user, whatever the client sends.")
        String requestedBy) {}
