package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What a client said about an answer, or what it was scored elsewhere, on the topic {@link
 * Topics#FEEDBACK}.
 *
 * @param id unique per feedback
 * @param interactionId interaction or response id that the client named
 * @param service {@code namespace/name}
 * @param source identity of the API key that sent it, never a name sent by the client
 * @param rating in [0,1]; null when none was sent
 * @param correction the right answer; null when none was sent
 * @param scores what the answer was scored elsewhere, in [0,1] by name; null without
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Feedback(
    int schemaVersion,
    String id,
    String interactionId,
    String service,
    long timeMillis,
    String source,
    Double rating,
    String correction,
    Map<String, Double> scores) {}
