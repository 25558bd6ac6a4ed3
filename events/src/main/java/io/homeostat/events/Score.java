package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * The one final score of an interaction, on the topic {@link Topics#SCORES}.
 *
 * @param timeMillis arrival of the interaction, epoch milliseconds: the event time
 * @param scorerSet digest of judge and of the parts present; values of different sets are never
 *     mixed
 * @param parts {@code judge}, {@code lexical}, {@code semantic} and {@code judge.<dimension>}, each
 *     in [0,1]; absent when not available
 * @param composite weighted mean in [0,1]; null when unscored
 * @param unscoredReason why there is no composite, for the judge's or the policy's reasons; null
 *     when scored
 * @param failed the request failed or the answer was empty or truncated: composite is 0
 * @param gating whether the judge was calibrated when it scored; false scores are reported and
 *     never tested
 * @param answerDigest SHA-256 hex of the normalised answer (trimmed, lower case); null without an
 *     answer
 * @param pair id that the two answers of a shadowed request share; null otherwise
 * @param measures what the gateway measured on the request; null in scores of before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Score(
    int schemaVersion,
    String interactionId,
    String responseId,
    String service,
    String release,
    String role,
    long planRevision,
    String session,
    String capability,
    long timeMillis,
    String scorerSet,
    Map<String, Double> parts,
    Double composite,
    String unscoredReason,
    boolean failed,
    boolean gating,
    String answerDigest,
    String pair,
    Measures measures) {

  /**
   * What was measured on one request.
   *
   * @param latencyMillis from arrival to the last byte
   * @param firstTokenMillis from arrival to the first content of a stream; null otherwise
   * @param interTokenMillis mean gap between contents of a stream; null otherwise
   * @param promptTokens null when the engine did not count them
   * @param completionTokens null when the engine did not count them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Measures(
      Long latencyMillis,
      Long firstTokenMillis,
      Double interTokenMillis,
      Integer promptTokens,
      Integer completionTokens) {}

  /** A score of a request that was not shadowed and on which nothing was measured. */
  public Score(
      int schemaVersion,
      String interactionId,
      String responseId,
      String service,
      String release,
      String role,
      long planRevision,
      String session,
      String capability,
      long timeMillis,
      String scorerSet,
      Map<String, Double> parts,
      Double composite,
      String unscoredReason,
      boolean failed,
      boolean gating,
      String answerDigest) {
    this(
        schemaVersion,
        interactionId,
        responseId,
        service,
        release,
        role,
        planRevision,
        session,
        capability,
        timeMillis,
        scorerSet,
        parts,
        composite,
        unscoredReason,
        failed,
        gating,
        answerDigest,
        null,
        null);
  }
}
