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
  @JsonSubTypes.Type(value = JudgeVerdict.class, name = "Judge")
})
public sealed interface Verdict permits DriftVerdict, CanaryVerdict, JudgeVerdict {
  int schemaVersion();

  /** {@code namespace/name} of the subject: DriftMonitor, CanaryRelease or Judge. */
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
