package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The state of the sequential tests of one CanaryRelease.
 *
 * @param fingerprint fingerprint of the candidate Release
 * @param planDigest canonical digest of the pinned plan
 * @param decision {@code Continue}, {@code Promote}, {@code RollBack} or {@code Inconclusive}
 * @param reason one of {@code Testing}, {@code AllGatesPassed}, {@code Breach}, {@code
 *     InsufficientUnits}, {@code SampleRatioMismatch}, {@code MissingOutcomes}, {@code
 *     JudgeNotTrusted}
 * @param message the evidence in one sentence without content
 * @param candidateUnits sessions closed in the candidate's arm
 * @param stableUnits sessions closed in stable's arm
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String fingerprint,
    String planDigest,
    String decision,
    String reason,
    String message,
    long candidateUnits,
    long stableUnits,
    List<Metric> metrics)
    implements Verdict {

  /**
   * One analysis. difference = candidate − stable of block means with an anytime-valid interval;
   * evidences are e-values' natural logs.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Metric(
      String name,
      String metric,
      String capability,
      String test,
      Double difference,
      Double lower,
      Double upper,
      Double logPromote,
      Double logRollback,
      long blocks) {}
}
