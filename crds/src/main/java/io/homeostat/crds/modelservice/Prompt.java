package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.KeyRef;

/** The system prompt, inline or in a ConfigMap. */
@ApiType
@ValidationRule(
    value = "has(self.inline) != has(self.configMapRef)",
    message = "spec.prompt: write exactly one of inline and configMapRef")
public record Prompt(
    @Size(max = 32768) @JsonPropertyDescription("The text itself, at most 32,768 characters.")
        String inline,
    @JsonPropertyDescription("Key of a ConfigMap that holds the text.") KeyRef configMapRef) {}
