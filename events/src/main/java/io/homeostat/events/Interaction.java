package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One request that the gateway served, or failed to serve, on the topic {@link
 * Topics#INTERACTIONS}.
 *
 * @param schemaVersion {@link EventCodec#SCHEMA_VERSION}
 * @param id the value of header {@code x-homeostat-interaction}
 * @param responseId the {@code id} of the OpenAI response body; null when there was none
 * @param timeMillis arrival of the request, epoch milliseconds
 * @param service {@code namespace/name} of the ModelService
 * @param release name of the Release that the session was assigned to, the arm that counts
 * @param role {@code Stable}, {@code Candidate}, {@code Holdback} or {@code Shadow} of that release
 *     in the plan; no client ever saw a shadow's answer
 * @param servedBy release that really answered; differs from {@code release} after a fallback to
 *     stable
 * @param planRevision revision of the TrafficPlan that assigned the session
 * @param session opaque digest of the session key
 * @param consumer identity of the API key, {@code anonymous} without keys
 * @param capability header {@code x-homeostat-capability}; null when absent
 * @param reference {@code metadata.reference} of the request; null when absent
 * @param messages the client's messages; null when capture is None or the client asked for none
 * @param answer text of the first choice; null when capture is None, the client asked for none or
 *     the request failed
 * @param status HTTP status given to the client; a candidate failure that stable answered is {@code
 *     200} with {@code error} set
 * @param error why the assigned release gave no answer; null when it did
 * @param latencyMillis from arrival to the last byte
 * @param firstTokenMillis from arrival to the first content byte of a stream; null otherwise
 * @param interTokenMillis mean gap between two pieces of content of a stream; null without two
 * @param promptTokens tokens of the prompt; null when the engine did not say
 * @param completionTokens tokens of the answer; null when the engine did not say
 * @param cachedTokens tokens of the prompt that the engine had cached; null when it did not say
 * @param use {@code Scoring}, {@code Training}: what the ModelService allows; never Training for a
 *     shadow, nor when the client asked that nothing is kept
 * @param pair shared by the two answers to a shadowed request: the id of the client's interaction;
 *     null for a request without a shadow
 * @param redactions pieces of personal data that were replaced in messages, answer and reference;
 *     null when capture is not Redacted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Interaction(
    int schemaVersion,
    String id,
    String responseId,
    long timeMillis,
    String service,
    String release,
    String role,
    String servedBy,
    long planRevision,
    String session,
    String consumer,
    String capability,
    String reference,
    List<Message> messages,
    String answer,
    boolean stream,
    int status,
    String error,
    String finishReason,
    long latencyMillis,
    Long firstTokenMillis,
    Double interTokenMillis,
    Integer promptTokens,
    Integer completionTokens,
    Integer cachedTokens,
    List<String> use,
    String pair,
    Integer redactions) {
  /** The same interaction with other texts, of which {@code replaced} pieces were taken out. */
  public Interaction redacted(
      List<Message> others, String otherAnswer, String otherReference, int replaced) {
    return new Interaction(
        schemaVersion,
        id,
        responseId,
        timeMillis,
        service,
        release,
        role,
        servedBy,
        planRevision,
        session,
        consumer,
        capability,
        otherReference,
        others,
        otherAnswer,
        stream,
        status,
        error,
        finishReason,
        latencyMillis,
        firstTokenMillis,
        interTokenMillis,
        promptTokens,
        completionTokens,
        cachedTokens,
        use,
        pair,
        replaced);
  }
}
