package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;

/** How the engine guesses several tokens ahead; part of the release. */
@ApiType
@ValidationRule(
    value = "(self.method in ['DraftModel', 'EAGLE', 'EAGLE3']) == has(self.modelPath)",
    message =
        "spec.engine.speculative.modelPath: write it with method DraftModel, EAGLE and EAGLE3, and"
            + " leave it out with NGram and Suffix")
@ValidationRule(
    value = "self.method == 'NGram' || !has(self.promptLookupMax)",
    message = "spec.engine.speculative.promptLookupMax: write it with method NGram only")
public record Speculative(
    @Required
        @OneOf({"NGram", "Suffix", "DraftModel", "EAGLE", "EAGLE3"})
        @JsonPropertyDescription(
            "NGram: repeats what stands in the prompt. Suffix: repeats earlier answers. DraftModel:"
                + " a small model guesses. EAGLE, EAGLE3: a trained head guesses.")
        String method,
    @Required @Min(1) @Max(64) @JsonPropertyDescription("Tokens guessed at once, 1 to 64.")
        Integer tokens,
    @Size(min = 1, max = 256)
        @Pattern("^[-_A-Za-z0-9][-._A-Za-z0-9]*(/[-_A-Za-z0-9][-._A-Za-z0-9]*)*$")
        @JsonPropertyDescription(
            "Folder of the guessing model on the claim of spec.model, such as drafts/small-1.")
        String modelPath,
    @Min(1)
        @Max(64)
        @JsonPropertyDescription("Longest text looked up in the prompt, in tokens, 1 to 64.")
        Integer promptLookupMax) {}
