package io.homeostat.crds.intervention;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
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
            + " 'CanaryRelease' : self.action in ['Approve', 'Reject', 'Cancel'] ? 'HealingRun' :"
            + " 'ModelService')",
    message =
        "spec.targetRef.kind: Promote, Abort, Pause and Resume name a CanaryRelease; Approve,"
            + " Reject and Cancel name a HealingRun; Retry, Rollback and SetTraffic name a"
            + " ModelService")
@ValidationRule(
    value =
        "self.action == 'SetTraffic' ? has(self.parameters) && has(self.parameters.release) &&"
            + " has(self.parameters.weightPermille) && has(self.expiresAt) : true",
    message =
        "spec: SetTraffic needs parameters.release, parameters.weightPermille and expiresAt, the"
            + " moment from which the plan is what it was before")
@ValidationRule(
    value =
        "!has(self.parameters) || self.action == 'SetTraffic' || (self.action == 'Rollback' &&"
            + " !has(self.parameters.weightPermille))",
    message =
        "spec.parameters: only SetTraffic has release and weightPermille, and Rollback may have"
            + " release")
public record InterventionSpec(
    @Required @JsonPropertyDescription("What the order is for.") ResourceRef targetRef,
    @Required
        @OneOf({
          "Promote",
          "Abort",
          "Pause",
          "Resume",
          "Approve",
          "Reject",
          "Cancel",
          "Retry",
          "Rollback",
          "SetTraffic"
        })
        @JsonPropertyDescription(
            "Promote, Abort, Pause or Resume a CanaryRelease; Approve or Reject what a HealingRun"
                + " waits for, or Cancel it; Retry what a ModelService refused;"
                + " Rollback a ModelService to the stable before or a named one; SetTraffic splits"
                + " its sessions by hand until expiresAt.")
        String action,
    @JsonPropertyDescription("What Rollback and SetTraffic need to know.") Parameters parameters,
    @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why, for the record.")
        String reason,
    @Timestamp
        @JsonPropertyDescription(
            "Moment from which the order is not carried out any more, and from which SetTraffic is"
                + " undone. Default: it does not expire.")
        String expiresAt,
    @Size(max = 1024)
        @JsonPropertyDescription(
            "Who ordered it; filled from the authenticated user, whatever the client sends.")
        String requestedBy) {
  /** An order that needs no parameters. */
  public InterventionSpec(
      ResourceRef targetRef, String action, String reason, String expiresAt, String requestedBy) {
    this(targetRef, action, null, reason, expiresAt, requestedBy);
  }

  /** What some orders need to know. */
  @ApiType
  public record Parameters(
      @Size(min = 1, max = 63)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription(
              "Rollback: Release that becomes stable. SetTraffic: Release that gets the share.")
          String release,
      @Min(0)
          @Max(1000)
          @JsonPropertyDescription(
              "SetTraffic: share of the sessions for the release, 0 to 1000 permille; the rest goes"
                  + " to stable.")
          Integer weightPermille) {}
}
