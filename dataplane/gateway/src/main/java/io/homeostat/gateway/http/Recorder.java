package io.homeostat.gateway.http;

import io.homeostat.events.Interaction;
import io.homeostat.events.Topics;
import io.homeostat.gateway.capture.ServedRequest;
import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.homeostat.gateway.routing.Itinerary;

/** Writes down what became of one request: in metrics, and for scoring. */
final class Recorder {
  private final Serving serving;
  private final Exchange.Ask ask;
  private final long timeMillis;
  private Long firstTokenMillis;
  private long lastTokenMillis;
  private int pieces;

  Recorder(Serving serving, Exchange.Ask ask) {
    this.serving = serving;
    this.ask = ask;
    this.timeMillis = serving.clocks.wall().millis();
  }

  /** The client got a piece of a stream's content. */
  void contentCame(String release) {
    long now = sinceArrival();
    pieces++;
    if (firstTokenMillis == null) {
      firstTokenMillis = now;
      serving.metrics.firstToken(service(), release, now);
    } else {
      serving.metrics.interToken(service(), release, now - lastTokenMillis);
    }
    lastTokenMillis = now;
  }

  /** Mean milliseconds between two pieces of the stream's content; null with less than two. */
  private Double interTokenMillis() {
    return pieces < 2 ? null : (lastTokenMillis - firstTokenMillis) / (pieces - 1.0);
  }

  /**
   * The request ended.
   *
   * @param translator of the last attempt; null when there was none
   * @param status HTTP status, or a word when the client left before it got one
   * @param recorded false where the client left or its request was wrong: that says nothing about a
   *     release
   */
  void end(Itinerary itinerary, AnswerTranslator translator, String status, boolean recorded) {
    String release = itinerary.arm().release();
    long latency = sinceArrival();
    serving.metrics.request(service(), release, status, latency);
    if (translator != null) {
      serving.metrics.tokens(service(), release, translator.answer());
    }
    if (itinerary.fellBack()) {
      serving.metrics.fallback(service(), ask.assigned().arm().release());
    }
    if (recorded && ask.request().endpoint().generates() && !ask.caller().evaluation()) {
      boolean complete = translator != null && translator.done();
      capture(itinerary, complete ? translator.answer() : null, Integer.parseInt(status), latency);
    }
  }

  private void capture(Itinerary itinerary, Answer answer, int status, long latency) {
    if (answer != null && answer.tooLong()) {
      serving.capture.tooLarge();
      return;
    }
    Assigned assigned = ask.assigned();
    Interaction interaction =
        new ServedRequest(
                ask.id(),
                timeMillis,
                assigned.model(),
                assigned.arm(),
                itinerary.arm(),
                assigned.session(),
                ask.caller().identity(),
                ask.capability(),
                ask.request(),
                answer,
                status,
                itinerary.assignedFailure(),
                latency,
                firstTokenMillis,
                interTokenMillis())
            .toInteraction();
    serving.capture.offer(
        Topics.INTERACTIONS,
        Topics.key(service(), ask.id()),
        interaction,
        ServedRequest.size(interaction));
  }

  private String service() {
    return ask.assigned().model().service();
  }

  private long sinceArrival() {
    return serving.clocks.millis().getAsLong() - ask.arrivalMillis();
  }
}
