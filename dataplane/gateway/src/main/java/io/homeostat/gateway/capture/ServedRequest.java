package io.homeostat.gateway.capture;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Failure;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.ServedModel;
import java.util.List;

/**
 * A request that has ended, as it is recorded.
 *
 * @param assigned arm of the session, the one that counts
 * @param servedBy arm that answered, or that was tried last
 * @param answer null when there is none, or not all of it
 * @param status HTTP status given to the client
 * @param failure why the assigned arm gave no answer; null when it did
 * @param firstTokenMillis null unless streamed
 * @param interTokenMillis null unless streamed in two pieces or more
 * @param withheld whether the client asked that nothing of its content is kept
 * @param user opaque digest of the end user that the request names; null without one
 * @param pair what the two answers to a shadowed request share; null without a shadow
 */
public record ServedRequest(
    String id,
    long timeMillis,
    ServedModel model,
    Arm assigned,
    Arm servedBy,
    String session,
    String consumer,
    String capability,
    CompletionRequest request,
    Answer answer,
    int status,
    Failure failure,
    long latencyMillis,
    Long firstTokenMillis,
    Double interTokenMillis,
    boolean withheld,
    String user,
    String pair) {
  private static final int FIXED_BYTES = 1024;

  private static final String TRAINING = "Training";

  /** The event, without content where the model keeps none or the client wants none kept. */
  public Interaction toInteraction() {
    boolean content = model.keepsContent() && !withheld;
    return new Interaction(
        EventCodec.SCHEMA_VERSION,
        id,
        answer == null ? null : answer.responseId(),
        timeMillis,
        model.service(),
        assigned.release(),
        assigned.role().text(),
        servedBy.release(),
        model.plan().revision(),
        session,
        consumer,
        capability,
        content ? request.reference() : null,
        content ? request.messages() : null,
        content && answer != null ? answer.text() : null,
        request.stream(),
        status,
        failure == null ? null : failure.code(),
        answer == null ? null : answer.finishReason(),
        latencyMillis,
        firstTokenMillis,
        interTokenMillis,
        answer == null ? null : answer.promptTokens(),
        answer == null ? null : answer.completionTokens(),
        answer == null ? null : answer.cachedTokens(),
        use(),
        pair,
        null,
        Interaction.GATEWAY,
        request.endpoint().path(),
        content ? user : null,
        request.declared().tags(),
        content ? evidence() : null);
  }

  private Interaction.Evidence evidence() {
    Interaction.Evidence evidence = request.declared().evidence(answer);
    return evidence.isEmpty() ? null : evidence;
  }

  /** Nobody saw a shadow's answer, so nobody could correct it: nothing is learnt from it. */
  private List<String> use() {
    boolean training = !withheld && assigned.role() != Role.SHADOW;
    return model.use().stream().filter(use -> training || !use.equals(TRAINING)).toList();
  }

  /** About how many bytes an interaction holds. */
  public static long size(Interaction interaction) {
    List<Message> messages = interaction.messages() == null ? List.of() : interaction.messages();
    long text = messages.stream().mapToLong(message -> message.content().length()).sum();
    return FIXED_BYTES
        + text
        + (interaction.answer() == null ? 0 : interaction.answer().length())
        + size(interaction.evidence());
  }

  private static long size(Interaction.Evidence evidence) {
    if (evidence == null) {
      return 0;
    }
    return evidence.context().stream().mapToLong(String::length).sum()
        + (long) FIXED_BYTES * (evidence.tools().size() + evidence.toolCalls().size() + 1);
  }
}
