package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OrEmpty;
import java.util.List;

/** Observed state of a Dataset. Conditions Ready and Current. */
@ApiType
public record DatasetStatus(
    @JsonPropertyDescription("Generation of the spec that the latest build follows.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: there is a version to train on. Current: it holds what the sources gave at the"
                + " latest look.")
        List<Condition> conditions,
    @JsonPropertyDescription("Current version of the rows, from 1.") Integer version,
    @JsonPropertyDescription("SHA-256 of the current version.") String digest,
    @JsonPropertyDescription("Directory of the current version.") String uri,
    @JsonPropertyDescription("File of the held-out items.") String testUri,
    @JsonPropertyDescription("Rows to train on.") Integer trainRows,
    @JsonPropertyDescription("Held-out items.") Integer testRows,
    @JsonPropertyDescription("Corrections among the rows.") Integer corrections,
    @JsonPropertyDescription("Rows of files and other Datasets.") Integer replay,
    @JsonPropertyDescription("API keys that gave the corrections.") Integer sources,
    @JsonPropertyDescription(
            "How many models the rows to train on went through at most; 0: people wrote them all.")
        Integer generation,
    @JsonPropertyDescription("Job of the latest build.") String job,
    @JsonPropertyDescription("Number of the latest build, from 1.") Integer build,
    @JsonPropertyDescription("When the latest build ended.") String checkedAt,
    @JsonPropertyDescription("Rows by source.") List<Count> rowsBySource,
    @JsonPropertyDescription("Rows by capability, at most 64.") List<Capability> capabilities,
    @JsonPropertyDescription("Rows of the sources that are no rows of the version, by reason.")
        List<Count> quarantine,
    @JsonPropertyDescription("What the poison guard found at the latest build.") Guard guard,
    @JsonPropertyDescription(
            "Directory with data card (card.md, card.json) and quarantined rows (quarantine.jsonl):"
                + " that of the version, or of the build that the guard stopped.")
        String report) {
  public DatasetStatus {
    conditions = OrEmpty.list(conditions);
    rowsBySource = OrEmpty.list(rowsBySource);
    capabilities = OrEmpty.list(capabilities);
    quarantine = OrEmpty.list(quarantine);
  }

  /** How many rows something has. */
  @ApiType
  public record Count(
      @JsonPropertyDescription("Source or reason.") String name,
      @JsonPropertyDescription("Its rows.") Integer rows) {}

  /** Rows of a capability. */
  @ApiType
  public record Capability(
      @JsonPropertyDescription("The capability.") String name,
      @JsonPropertyDescription("Rows to train on.") Integer train,
      @JsonPropertyDescription("Held-out items.") Integer test) {}

  /** What the poison guard found. */
  @ApiType
  public record Guard(
      @JsonPropertyDescription(
              "Passed, Unconfirmed (no references confirm the corrections: a person should approve"
                  + " before training) or Tripped (no version was made).")
          String state,
      @JsonPropertyDescription("Corrections that were looked at, before de-duplication.")
          Integer corrections,
      @JsonPropertyDescription("API keys behind them.") Integer sources,
      @JsonPropertyDescription("Corrections that a reference confirms.") Integer confirmed,
      @JsonPropertyDescription("What tripped it, the largest first, at most 5.")
          List<Finding> findings) {
    public Guard {
      findings = OrEmpty.list(findings);
    }
  }

  /** One kind of correction that tripped the guard. */
  @ApiType
  public record Finding(
      @JsonPropertyDescription("Name for spec.poisonGuard.acceptedFindings.") String id,
      @JsonPropertyDescription(
              "FewSources, OneSource, Contradictions, ReferencesContradict, LabelFlips or"
                  + " Outliers.")
          String rule,
      @JsonPropertyDescription("Capability of the corrections.") String capability,
      @JsonPropertyDescription("Corrections of this kind.") Integer rows,
      @JsonPropertyDescription("API keys that gave them.") Integer sources,
      @JsonPropertyDescription("API key that gave most of them.") String largestSource) {}
}
