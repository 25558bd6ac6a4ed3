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
    String answerDigest) {}
