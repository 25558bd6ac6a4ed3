package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What answers cost at the prices of one DriftMonitor, in the currency of these prices.
 *
 * @param specDigest canonical digest of the DriftMonitor's spec that was applied
 * @param releases one entry per capability and release that clients were answered by
 * @param drifts one entry per capability of which a stream drifts
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String specDigest,
    List<Release> releases,
    List<Drift> drifts)
    implements Verdict {
  /** Copies the lists. */
  public CostVerdict {
    releases = releases == null ? List.of() : List.copyOf(releases);
    drifts = drifts == null ? List.of() : List.copyOf(drifts);
  }

  /**
   * The requests of one capability that one release answered.
   *
   * @param perThousand cost of 1,000 requests
   * @param inputTokens mean of a request
   * @param outputTokens mean of a request
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Release(
      String capability,
      String release,
      long requests,
      double perThousand,
      double inputTokens,
      double outputTokens) {}

  /**
   * What a drift has cost so far: the sessions since the change against as many of before. The
   * parts add up to the total and may be negative.
   *
   * @param sinceMillis estimated moment of the change
   * @param sessions since the change
   * @param total more than as many sessions cost before
   * @param retries by more requests in a session
   * @param longerAnswers by more generated tokens in a request
   * @param longerQuestions by more prompt tokens in a request
   * @param perThousandBefore cost of 1,000 requests before
   * @param perThousandSince cost of 1,000 requests since
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Drift(
      String capability,
      long sinceMillis,
      long sessions,
      double total,
      double retries,
      double longerAnswers,
      double longerQuestions,
      double perThousandBefore,
      double perThousandSince) {}
}
