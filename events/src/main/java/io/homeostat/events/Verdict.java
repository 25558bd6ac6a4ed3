package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A statement about one subject on the compacted topic {@link Topics#VERDICTS}; the latest per key
 * holds.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DriftVerdict.class, name = "Drift"),
  @JsonSubTypes.Type(value = CanaryVerdict.class, name = "Canary"),
  @JsonSubTypes.Type(value = JudgeVerdict.class, name = "Judge"),
  @JsonSubTypes.Type(value = CostVerdict.class, name = "Cost"),
  @JsonSubTypes.Type(value = RescoringVerdict.class, name = "Rescoring"),
  @JsonSubTypes.Type(value = SummaryVerdict.class, name = "Summary"),
  @JsonSubTypes.Type(value = PolicyVerdict.class, name = "Policy")
})
public sealed interface Verdict
    permits DriftVerdict,
        CanaryVerdict,
        JudgeVerdict,
        CostVerdict,
        RescoringVerdict,
        SummaryVerdict,
        PolicyVerdict {
  int schemaVersion();

  /** {@code namespace/name} of the subject: DriftMonitor, CanaryRelease, Judge or QualityPolicy. */
  String subject();

  /** UID of the subject when it was judged; a verdict for another UID is no verdict. */
  String subjectUid();

  /** {@code namespace/name} of the ModelService; for a Judge its own namespace/name. */
  String service();

  /** Event time up to which data were used, epoch milliseconds. */
  long asOfMillis();

  /** The topic key, {@code <service>|<type>|<subject>}. */
  default String key() {
    return service() + "|" + getClass().getSimpleName().replace("Verdict", "") + "|" + subject();
  }
}
