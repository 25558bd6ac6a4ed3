package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/**
 * What stops a build of poisoned corrections. Text alone cannot tell an honest change from
 * poisoning; how many API keys stand behind it can.
 */
@ApiType
public record PoisonGuard(
    @Default("25")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription(
            "Corrections of one kind (a capability, an old and a new label, a rare phrase) that few"
                + " sources may give. Default 25.")
        Integer maximumRows,
    @Default("8")
        @Min(1)
        @Max(10000)
        @JsonPropertyDescription(
            "API keys that must stand behind more corrections of one kind. Default 8.")
        Integer minimumSources,
    @Default("\"0.2\"")
        @Decimal(above = true, max = 1)
        @JsonPropertyDescription(
            "Share of more corrections of one kind that one API key may give, above 0 and up to 1."
                + " Default 0.2.")
        String maximumSourceShare,
    @Default("\"0.1\"")
        @Decimal(max = 1)
        @JsonPropertyDescription(
            "Share of corrections that may contradict another one of nearly the same question, 0 to"
                + " 1. Default 0.1.")
        String maximumContradictions,
    @Default("20")
        @Min(1)
        @Max(10000)
        @JsonPropertyDescription(
            "Corrections whose interaction has a reference that must agree with them to confirm a"
                + " change; with fewer the guard's state is Unconfirmed. Default 20.")
        Integer minimumConfirmations,
    @Size(max = 256) @ListKey @JsonPropertyDescription("Sources whose corrections are left out.")
        List<@Size(min = 1, max = 253) String> excludedSources,
    @Size(max = 64)
        @ListKey
        @JsonPropertyDescription(
            "Findings that a person looked at and lets through, by their ids in status.guard.")
        List<@Size(min = 12, max = 12) @Pattern("^[0-9a-f]{12}$") String> acceptedFindings) {
  public PoisonGuard {
    excludedSources = OrEmpty.list(excludedSources);
    acceptedFindings = OrEmpty.list(acceptedFindings);
  }
}
