package io.homeostat.gateway.capture;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Topics;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.ServedModel;
import java.util.function.Supplier;

/**
 * Records what was served, as each model wants it recorded. Personal data is replaced on the
 * queue's thread, so that no client waits for it, and before anything leaves the process.
 */
public final class Capture {
  private static final int FIXED_BYTES = 512;

  private final CaptureQueue queue;

  public Capture(CaptureQueue queue) {
    this.queue = queue;
  }

  /** Records a request that has ended; an answer that is too large is counted and left out. */
  public void record(ServedRequest request) {
    if (request.answer() != null && request.answer().tooLong()) {
      queue.tooLarge();
      return;
    }
    if (queue.hasRoomFor(1)) {
      record(request.model(), request.toInteraction());
    } else {
      queue.dropped();
    }
  }

  /** Records an interaction that holds no more content than its model keeps. */
  public void record(ServedModel model, Interaction interaction) {
    boolean redacted = model.content() == Content.REDACTED;
    offer(
        Topics.INTERACTIONS,
        model,
        interaction.id(),
        redacted ? () -> Redaction.of(interaction) : () -> interaction,
        ServedRequest.size(interaction));
  }

  /** Records what a client said about an answer. */
  public void record(ServedModel model, Feedback feedback) {
    boolean redacted = model.content() == Content.REDACTED;
    String correction = feedback.correction();
    offer(
        Topics.FEEDBACK,
        model,
        feedback.id(),
        redacted ? () -> Redaction.of(feedback) : () -> feedback,
        FIXED_BYTES + (correction == null ? 0 : correction.length()));
  }

  /** Whether so many events would be taken now. */
  public boolean hasRoomFor(int events) {
    return queue.hasRoomFor(events);
  }

  private void offer(String topic, ServedModel model, String id, Supplier<?> event, long size) {
    queue.offer(topic, Topics.key(model.service(), id), event, size);
  }
}
