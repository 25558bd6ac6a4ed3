package io.homeostat.gateway.http;

import io.homeostat.gateway.access.Permit;
import io.homeostat.gateway.capture.ServedRequest;
import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Failure;
import io.homeostat.gateway.routing.Itinerary;
import io.homeostat.gateway.tracing.RequestTrace;
import java.util.Map;

/**
 * Writes down what became of one request: in metrics, on the key's account, in its trace, and for
 * scoring.
 */
final class Recorder {
  /** Status of a request whose client left. */
  static final String CANCELLED = "cancelled";

  private static final String ANSWERED = "200";

  private final Serving serving;
  private final Exchange.Ask ask;
  private final Permit.Charge charge;
  private final RequestTrace trace;
  private final long timeMillis;
  private Long firstTokenMillis;
  private long lastTokenMillis;
  private int pieces;
  private boolean shadowed;

  Recorder(Serving serving, Exchange.Ask ask, Permit.Charge charge, RequestTrace trace) {
    this.serving = serving;
    this.ask = ask;
    this.charge = charge;
    this.trace = trace;
    this.timeMillis = serving.clocks.wall().millis();
  }

  /** The client left before anything was done for it. */
  void neverBegan() {
    charge.settle(0);
    trace.end(null, null, CANCELLED, null);
  }

  /**
   * An attempt begins.
   *
   * @return headers that carry the trace to the engine
   */
  Map<String, String> attempt(EnginePod pod, Arm arm) {
    return trace.attempt(pod, arm);
  }

  /** The attempt gave no answer, or not all of it. */
  void attemptFailed(Arm arm, Failure failure) {
    serving.metrics.failure(service(), arm.release(), failure);
    trace.attemptFailed(failure);
  }

  /** Tells whether a release in shadow got a copy. */
  void shadowed(boolean begun) {
    shadowed = begun;
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
    Answer answer = translator == null ? null : translator.answer();
    serving.metrics.request(service(), release, status, latency);
    if (answer != null) {
      serving.metrics.tokens(service(), release, answer);
    }
    if (itinerary.fellBack()) {
      serving.metrics.fallback(service(), ask.assigned().arm().release());
    }
    settle(answer, status);
    trace.end(itinerary.arm(), answer, status, firstTokenMillis);
    if (recorded && ask.isRecorded()) {
      boolean complete = translator != null && translator.done();
      capture(itinerary, complete ? answer : null, Integer.parseInt(status), latency);
    }
  }

  /**
   * What the engine counted is charged. Where it counted nothing, an answer that the client got
   * something of or gave up stays charged as estimated, and a failure costs nothing.
   */
  private void settle(Answer answer, String status) {
    if (answer != null && answer.promptTokens() != null) {
      int completion = answer.completionTokens() == null ? 0 : answer.completionTokens();
      charge.settle((long) answer.promptTokens() + completion);
    } else if (pieces == 0 && !status.equals(CANCELLED) && !status.equals(ANSWERED)) {
      charge.settle(0);
    }
  }

  private void capture(Itinerary itinerary, Answer answer, int status, long latency) {
    Assigned assigned = ask.assigned();
    serving.capture.record(
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
            interTokenMillis(),
            ask.withheld(),
            ask.user(serving.derivedKeys),
            shadowed ? ask.id() : null));
  }

  private String service() {
    return ask.assigned().model().service();
  }

  private long sinceArrival() {
    return serving.clocks.millis().getAsLong() - ask.arrivalMillis();
  }
}
