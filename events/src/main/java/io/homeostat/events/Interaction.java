package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One request that the gateway served, or failed to serve, or that an application told of, on the
 * topic {@link Topics#INTERACTIONS}.
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
 * @param origin {@code Gateway}, or {@code Trace} or {@code Log} for a request that an application
 *     sent elsewhere and told of; null in records of before, which are the gateway's
 * @param route path of the endpoint that was called; null when an application did not tell
 * @param user opaque digest of the end user that the request named, by which content is erased;
 *     null when it named none or nothing of the content is kept
 * @param tags dimensions that the client declared, such as {@code region}; null without
 * @param evidence what the answer can be checked against; null when there is nothing, or content is
 *     not kept
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
    Integer redactions,
    String origin,
    String route,
    String user,
    Map<String, String> tags,
    Evidence evidence) {
  /** {@link #origin} of what the gateway served. */
  public static final String GATEWAY = "Gateway";

  /** {@link #origin} of what a span tells of. */
  public static final String TRACE = "Trace";

  /** {@link #origin} of what a log record tells of. */
  public static final String LOG = "Log";

  /** The same with a reference. */
  public Interaction withReference(String known) {
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
        known,
        messages,
        answer,
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
        redactions,
        origin,
        route,
        user,
        tags,
        evidence);
  }

  /**
   * What an answer can be checked against, besides a reference.
   *
   * @param context texts that were retrieved for the answer; empty without
   * @param tools functions that the model was allowed to call; empty without
   * @param toolCalls functions that the first choice calls; empty without
   * @param responseSchema JSON Schema that the request demanded of the answer; null without
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Evidence(
      List<String> context, List<Tool> tools, List<ToolCall> toolCalls, JsonNode responseSchema) {
    public Evidence {
      context = context == null ? List.of() : context;
      tools = tools == null ? List.of() : tools;
      toolCalls = toolCalls == null ? List.of() : toolCalls;
      responseSchema = responseSchema == null || responseSchema.isNull() ? null : responseSchema;
    }

    /** Whether there is nothing to check against. */
    @JsonIgnore
    public boolean isEmpty() {
      return context.isEmpty() && tools.isEmpty() && toolCalls.isEmpty() && responseSchema == null;
    }
  }

  /**
   * A function that the model was allowed to call.
   *
   * @param parameters JSON Schema of its arguments; null when none was declared
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tool(String name, JsonNode parameters) {
    public Tool {
      parameters = parameters == null || parameters.isNull() ? null : parameters;
    }
  }

  /**
   * A function that the model calls.
   *
   * @param arguments as the model wrote them: JSON, unless it made a mistake
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ToolCall(String name, String arguments) {}

  /** The same interaction with other texts, of which {@code replaced} pieces were taken out. */
  public Interaction redacted(
      List<Message> others,
      String otherAnswer,
      String otherReference,
      Evidence otherEvidence,
      int replaced) {
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
        replaced,
        origin,
        route,
        user,
        tags,
        otherEvidence);
  }
}
