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
 * @param role {@code Stable}, {@code Candidate} or {@code Holdback} of that release in the plan
 * @param servedBy release that really answered; differs from {@code release} after a fallback to
 *     stable
 * @param planRevision revision of the TrafficPlan that assigned the session
 * @param session opaque digest of the session key
 * @param consumer identity of the API key, {@code anonymous} without keys
 * @param capability header {@code x-homeostat-capability}; null when absent
 * @param reference {@code metadata.reference} of the request; null when absent
 * @param messages the client's messages; null when capture is None
 * @param answer text of the first choice; null when capture is None or the request failed
 * @param status HTTP status given to the client; a candidate failure that stable answered is {@code
 *     200} with {@code error} set
 * @param error why the assigned release gave no answer; null when it did
 * @param latencyMillis from arrival to the last byte
 * @param firstTokenMillis from arrival to the first content byte of a stream; null otherwise
 * @param use {@code Scoring}, {@code Training}: what the ModelService allows
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
    Integer promptTokens,
    Integer completionTokens,
    List<String> use) {}
