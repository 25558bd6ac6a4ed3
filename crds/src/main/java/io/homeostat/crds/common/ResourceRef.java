package io.homeostat.crds.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names an object of a Homeostat kind in the same namespace. */
@ApiType
public record ResourceRef(
    @Required
        @OneOf({"CanaryRelease", "HealingRun", "ModelService"})
        @JsonPropertyDescription("Kind of the object.")
        String kind,
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name of the object.")
        String name) {}
