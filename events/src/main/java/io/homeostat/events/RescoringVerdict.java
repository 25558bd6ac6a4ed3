package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the judge of today says of stored answers that were judged before and since a drift began,
 * so that the judge's part of the drop is told from that of the answers.
 *
 * @param subject {@code namespace/name} of the DriftMonitor
 * @param judge {@code namespace/name} of the Judge
 * @param judgeDigest digest of endpoint, model and rubric
 * @param capability that drifts
 * @param sinceMillis estimated moment of the change
 * @param before answers of the baseline's release from before it
 * @param since answers from then on
 * @param judgePart how much of the fall of the judge's part comes from the judge
 * @param lower lower end of its 95 % interval
 * @param upper upper end of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RescoringVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String judge,
    String judgeDigest,
    String capability,
    long sinceMillis,
    Sample before,
    Sample since,
    double judgePart,
    double lower,
    double upper)
    implements Verdict {

  /**
   * Answers that were rated again.
   *
   * @param then mean of what the judge said when they were scored, in [0,1]
   * @param now mean of what it says today, in [0,1]
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Sample(int answers, double then, double now) {}

  /** How far the judge's part fell by the scores of their time. */
  public double fell() {
    return before.then() - since.then();
  }

  @Override
  public String key() {
    return key(service, subject, capability);
  }

  /** The topic key of what is known about one capability of a DriftMonitor. */
  public static String key(String service, String subject, String capability) {
    return service + "|Rescoring|" + subject + "|" + capability;
  }
}
