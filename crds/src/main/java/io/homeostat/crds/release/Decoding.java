package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** How answers are sampled; a request cannot override what is set here. */
@ApiType
public record Decoding(
    @Decimal(max = 2) @JsonPropertyDescription("Sampling temperature, 0 to 2.") String temperature,
    @Decimal(max = 1, above = true)
        @JsonPropertyDescription("Nucleus sampling mass, above 0 and up to 1.")
        String topP,
    @Min(1) @Max(1048576) @JsonPropertyDescription("Most tokens of an answer.") Integer maxTokens,
    @Size(max = 4) @JsonPropertyDescription("Texts that end an answer, at most 4.")
        List<@Size(min = 1, max = 64) String> stop) {
  public Decoding {
    stop = OrEmpty.list(stop);
  }
}
