package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Patterns;

/**
 * Something outside the service that shapes its answers: a feature view, a retrieval index, a tool
 * schema. Nothing is read from it; that it changed makes a release.
 */
@ApiType
@ValidationRule(
    value = "has(self.version) || has(self.digest)",
    message = "inputs: write version or digest, so that a change can be seen")
public record ReleaseInput(
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription("Name, such as `faq-index`.")
        String name,
    @Size(min = 1, max = 128) @JsonPropertyDescription("Version as its owner counts it.")
        String version,
    @Size(max = 64) @Pattern(Patterns.DIGEST) @JsonPropertyDescription("SHA-256 of its content.")
        String digest) {}
