package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What the scorer found when it took over a QualityPolicy.
 *
 * @param subject {@code namespace/name} of the QualityPolicy
 * @param generation of the spec that it took over
 * @param unusable declared invariants that cannot be checked → why
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    long generation,
    Map<String, String> unusable)
    implements Verdict {
  /** Copies the map. */
  public PolicyVerdict {
    unusable = unusable == null ? Map.of() : Map.copyOf(unusable);
  }
}
