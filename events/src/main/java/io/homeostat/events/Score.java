package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The one final score of an interaction, on the topic {@link Topics#SCORES}.
 *
 * @param timeMillis arrival of the interaction, epoch milliseconds: the event time
 * @param scorerSet digest of judge and of the parts present; values of different sets are never
 *     mixed
 * @param parts {@code judge}, {@code judge.<dimension>}, {@code lexical}, {@code semantic}, {@code
 *     groundedness}, {@code invariant.<name>} and {@code custom.<name>}, each in [0,1]; absent when
 *     not available
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
 * @param details what the scorer saw beside the values; {@link Details#NONE} in scores of before
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
    Measures measures,
    Details details) {
  public Score {
    details = details == null ? Details.NONE : details;
  }

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

  /**
   * What the scorer saw of an interaction beside the values of its parts.
   *
   * @param missing declared part → why it has no value, for example {@code judge} → {@code
   *     JudgeUnavailable}
   * @param referenceKind what lexical and semantic compared with: {@code Client}, the reference
   *     that came with the request; {@code Golden}, the policy's answer to the same question; null
   *     without one
   * @param failure {@code Error}, {@code Empty} or {@code Truncated} when the answer failed; null
   *     otherwise
   * @param dimensions what attribution may segment by: {@code client} (identity of the API key),
   *     {@code prompt} (digest of the system messages), {@code language} (of the question, ISO
   *     639-1), and the tags that the policy declares
   * @param judgeProbability probability with which the judge was asked, in (0,1]; null when the
   *     policy has no judge
   * @param inputCharacters length of the last user message; null when content was not captured
   * @param answerCharacters length of the answer; null when content was not captured
   * @param inputEmbedding the last user message as {@value #PROJECTED} numbers, a random projection
   *     of its sentence embedding; empty unless the policy asks for it
   * @param answerEmbedding the same of the answer
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Details(
      Map<String, String> missing,
      String referenceKind,
      String failure,
      Map<String, String> dimensions,
      Double judgeProbability,
      Integer inputCharacters,
      Integer answerCharacters,
      List<Double> inputEmbedding,
      List<Double> answerEmbedding) {
    /** Numbers of a projected embedding. */
    public static final int PROJECTED = 16;

    /** Nothing known. */
    public static final Details NONE =
        new Details(null, null, null, null, null, null, null, null, null);

    public Details {
      missing = missing == null ? Map.of() : Map.copyOf(missing);
      dimensions = dimensions == null ? Map.of() : Map.copyOf(dimensions);
      inputEmbedding = inputEmbedding == null ? List.of() : List.copyOf(inputEmbedding);
      answerEmbedding = answerEmbedding == null ? List.of() : List.copyOf(answerEmbedding);
    }
  }

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
        null,
        null);
  }
}
