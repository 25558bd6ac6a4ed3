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
    return given.redacted(messages, answer, reference, redaction.replaced);
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
