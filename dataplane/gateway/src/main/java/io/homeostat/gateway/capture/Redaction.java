package io.homeostat.gateway.capture;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.redaction.Redacted;
import io.homeostat.gateway.redaction.Redactor;
import java.util.List;

/** Takes personal data out of the texts of one event, and counts what it took. */
final class Redaction {
  private int replaced;

  private Redaction() {}

  /** An interaction without personal data in messages, answer and reference. */
  static Interaction of(Interaction given) {
    Redaction redaction = new Redaction();
    List<Message> messages =
        given.messages() == null
            ? null
            : given.messages().stream()
                .map(message -> new Message(message.role(), redaction.text(message.content())))
                .toList();
    String answer = redaction.text(given.answer());
    String reference = redaction.text(given.reference());
    return new Interaction(
        given.schemaVersion(),
        given.id(),
        given.responseId(),
        given.timeMillis(),
        given.service(),
        given.release(),
        given.role(),
        given.servedBy(),
        given.planRevision(),
        given.session(),
        given.consumer(),
        given.capability(),
        reference,
        messages,
        answer,
        given.stream(),
        given.status(),
        given.error(),
        given.finishReason(),
        given.latencyMillis(),
        given.firstTokenMillis(),
        given.interTokenMillis(),
        given.promptTokens(),
        given.completionTokens(),
        given.cachedTokens(),
        given.use(),
        given.pair(),
        redaction.replaced);
  }

  /** Feedback without personal data in its correction. */
  static Feedback of(Feedback given) {
    return new Feedback(
        given.schemaVersion(),
        given.id(),
        given.interactionId(),
        given.service(),
        given.timeMillis(),
        given.source(),
        given.rating(),
        new Redaction().text(given.correction()));
  }

  private String text(String text) {
    Redacted redacted = Redactor.redact(text);
    replaced += redacted.replaced();
    return redacted.text();
  }
}
