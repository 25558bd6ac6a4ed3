package io.homeostat.crds.intervention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.ResourceRef;

/** What a person orders; create-only. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterventionSpec(
    ResourceRef targetRef, String action, String reason, String expiresAt, String requestedBy) {}
