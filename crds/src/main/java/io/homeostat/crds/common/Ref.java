package io.homeostat.crds.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names another object of the same namespace. */
@ApiType
public record Ref(
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name of the object; it may be created later.")
        String name) {}
