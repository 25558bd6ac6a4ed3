package io.homeostat.crds.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names one key of a ConfigMap or Secret of the same namespace. */
@ApiType
public record KeyRef(
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name of the object.")
        String name,
    @Required
        @Size(min = 1, max = 253)
        @Pattern(Patterns.KEY)
        @JsonPropertyDescription("Key in its data.")
        String key) {}
