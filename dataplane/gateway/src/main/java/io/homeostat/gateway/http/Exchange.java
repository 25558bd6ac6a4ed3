package io.homeostat.gateway.http;

import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.EngineRefusal;
import io.homeostat.gateway.openai.EngineRequest;
import io.homeostat.gateway.routing.Assignment.Assigned;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Failure;
import io.homeostat.gateway.routing.Itinerary;
import io.homeostat.gateway.routing.OpenRequests;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its assignment to the end of its answer, over as many attempts as that takes.
 * For one event loop.
 */
final class Exchange implements EngineCall.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int RETRY_SECONDS = 2;

  private final Serving serving;
  private final Loop loop;
  private final HttpServerResponse response;
  private final Ask ask;
  private final Itinerary itinerary;
  private final Watchdog reader;
  private final Recorder recorder;
  private final long latest;
  private OpenRequests.Ticket ticket;
  private EngineCall call;
  private AnswerTranslator translator;
  private ApiError refusal;
  private int attempts;
  private Shadow shadow;
  private boolean finished;

  /**
   * What was asked.
   *
   * @param withheld whether the client wants nothing of its content kept
   */
  record Ask(
      String id,
      long arrivalMillis,
      CompletionRequest request,
      Assigned assigned,
      Caller caller,
      String capability,
      boolean withheld) {
    /** Whether it is one of the requests by which releases are compared. */
    boolean isRecorded() {
      return request.endpoint().generates() && !caller.evaluation() && !assigned.pinned();
    }

    /** Opaque digest of the end user that the request names; null without one. */
    String user(DerivedKeys keys) {
      String service = assigned.model().service();
      return request.declared().user().map(user -> keys.user(service, user)).orElse(null);
    }
  }

  Exchange(Serving serving, Loop loop, HttpServerResponse response, Ask ask, Recorder recorder) {
    this.serving = serving;
    this.loop = loop;
    this.response = response;
    this.ask = ask;
    Assigned assigned = ask.assigned();
    this.itinerary =
        new Itinerary(
            assigned.model(), assigned.arm(), !assigned.pinned(), serving.pods, serving.breakers);
    this.ticket = assigned.ticket();
    this.latest = ask.arrivalMillis() + serving.deadlines.overall();
    this.reader = new Watchdog(loop.patrol(), latest, this::clientStuck);
    this.recorder = recorder;
  }

  void start() {
    if (response.closed()) {
      ticket.close();
      recorder.neverBegan();
      return;
    }
    response.closeHandler(closed -> clientLeft());
    response.putHeader(Replies.INTERACTION, ask.id()).putHeader(Replies.REQUEST_ID, ask.id());
    attempt(itinerary.start());
  }

  private void attempt(Optional<EnginePod> pod) {
    countAsOpenFor(itinerary.arm().release());
    if (pod.isEmpty()) {
      giveUp();
      return;
    }
    translator = new AnswerTranslator(ask.request());
    try {
      Buffer body = Buffer.buffer(body());
      String key = serving.engineKeys.of(ask.assigned().model(), pod.get()).orElse(null);
      String requestId = ask.id() + "-" + attempts++;
      call =
          new EngineCall(
              serving,
              loop,
              new EngineCall.Target(
                  pod.get(),
                  ask.request().endpoint().path(),
                  key,
                  requestId,
                  ask.request().stream(),
                  body,
                  latest,
                  recorder.attempt(pod.get(), itinerary.arm())),
              translator,
              this);
      call.send();
    } catch (ApiException e) {
      itinerary.abandoned();
      Replies.error(response, e.error());
      finish(Integer.toString(e.error().status()), false);
    }
  }

  private byte[] body() throws ApiException {
    return ask.caller().evaluation()
        ? EngineRequest.ofEvaluation(ask.request(), itinerary.arm())
        : EngineRequest.body(ask.request(), itinerary.arm());
  }

  private void countAsOpenFor(String release) {
    if (!release.equals(ask.assigned().arm().release())) {
      OpenRequests.Ticket next = serving.open.enter(service(), release);
      ticket.close();
      ticket = next;
    }
  }

  @Override
  public void event(byte[] event) {
    boolean first = !response.headWritten();
    if (first) {
      head();
    }
    if (translator.hasNewContent()) {
      recorder.contentCame(itinerary.arm().release());
    }
    response.write(Buffer.buffer(event));
    if (first) {
      beginShadow();
    }
    if (response.writeQueueFull()) {
      call.pause();
      reader.watch(serving.deadlines.idle());
      response.drainHandler(
          drained -> {
            reader.stop();
            call.resume();
          });
    }
  }

  private void head() {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(Replies.RELEASE, itinerary.arm().release());
  }

  @Override
  public void streamed() {
    itinerary.answered();
    response.end();
    finish("200", true);
  }

  @Override
  public void whole(byte[] body) {
    itinerary.answered();
    response.putHeader(Replies.RELEASE, itinerary.arm().release());
    Replies.json(response, 200, body);
    beginShadow();
    finish("200", true);
  }

  private void beginShadow() {
    shadow = serving.shadows.begin(loop, ask, itinerary.arm()).orElse(null);
    recorder.shadowed(shadow != null);
  }

  @Override
  public void refused(Failure failure, int status, byte[] body) {
    refusal =
        failure == Failure.REFUSED
            ? EngineRefusal.read(status, body)
            : EngineRefusal.unknownPath(ask.request().model(), ask.request().endpoint());
    failedBeforeAnswer(failure);
  }

  @Override
  public void failed(Failure failure) {
    if (response.headWritten()) {
      recorder.attemptFailed(itinerary.arm(), failure);
      itinerary.brokeOff(failure);
      LOG.warn("interaction {} of {} broke off: {}", ask.id(), service(), failure.code());
      response.end(Buffer.buffer(AnswerTranslator.errorEvent(error(failure))));
      finish("200", true);
    } else {
      failedBeforeAnswer(failure);
    }
  }

  private void failedBeforeAnswer(Failure failure) {
    recorder.attemptFailed(itinerary.arm(), failure);
    LOG.debug(
        "attempt of interaction {} of {} gave no answer: {}", ask.id(), service(), failure.code());
    attempt(itinerary.failed(failure));
  }

  private void giveUp() {
    Failure failure = itinerary.lastFailure();
    ApiError error = failure.isClientsFault() ? refusal : error(failure);
    if (!failure.isClientsFault()) {
      LOG.warn("interaction {} of {} got no answer: {}", ask.id(), service(), failure.code());
    }
    response.putHeader(Replies.RELEASE, itinerary.arm().release());
    Replies.error(response, error);
    finish(Integer.toString(error.status()), !failure.isClientsFault());
  }

  private ApiError error(Failure failure) {
    return ApiError.server(
        failure.status(),
        failure.code(),
        "the engine of model '%s' gave no complete answer (%s); try again"
            .formatted(ask.request().model(), failure.code()),
        retryAfterSeconds(failure));
  }

  private Integer retryAfterSeconds(Failure failure) {
    boolean comeBack = failure.status() == 503 || failure.status() == 429;
    int wanted = call == null ? 0 : call.retryAfterSeconds();
    return comeBack ? Integer.valueOf(Math.max(RETRY_SECONDS, wanted)) : null;
  }

  private void clientStuck() {
    LOG.debug("the client of interaction {} does not read", ask.id());
    response.reset();
    clientLeft();
  }

  private void clientLeft() {
    if (!finished) {
      call.abort();
      itinerary.abandoned();
      finish(Recorder.CANCELLED, false);
    }
  }

  /** The client has what it gets: gives everything back and writes down what happened. */
  private void finish(String status, boolean recorded) {
    if (!finished) {
      finished = true;
      reader.stop();
      ticket.close();
      if (shadow != null && !recorded) {
        shadow.cancel();
      }
      recorder.end(itinerary, translator, status, recorded);
    }
  }

  private String service() {
    return ask.assigned().model().service();
  }
}
