package io.homeostat.gateway.http;

import io.homeostat.gateway.capture.ServedRequest;
import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.EngineRequest;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.Failure;
import io.homeostat.gateway.routing.OpenRequests;
import io.homeostat.gateway.routing.ServedModel;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * A copy of one request on its way through the release in shadow. No client waits for it, and
 * nothing that happens to it says anything about the pods that clients are served by. For one event
 * loop.
 */
final class Shadow implements EngineCall.Listener {
  private static final int BAD_GATEWAY = 502;

  private final Loop loop;
  private final Context context;
  private final Serving serving;
  private final Exchange.Ask ask;
  private final Arm arm;
  private final OpenRequests.Ticket ticket;
  private final Consumer<Shadow> whenEnded;
  private final long beganMillis;
  private final long timeMillis;
  private final CompletionRequest request;
  private final AnswerTranslator translator;
  private EnginePod pod;
  private EngineCall call;
  private long heldBytes;
  private boolean ended;

  Shadow(
      Loop loop,
      Serving serving,
      Exchange.Ask ask,
      Arm arm,
      OpenRequests.Ticket ticket,
      Consumer<Shadow> whenEnded) {
    this.loop = loop;
    this.context = loop.vertx().getOrCreateContext();
    this.serving = serving;
    this.ask = ask;
    this.arm = arm;
    this.ticket = ticket;
    this.whenEnded = whenEnded;
    this.beganMillis = serving.clocks.millis().getAsLong();
    this.timeMillis = serving.clocks.wall().millis();
    this.request = ask.request().unstreamed();
    this.translator = new AnswerTranslator(request);
  }

  /**
   * Sends the copy: the client's messages with the prompt and the decoding of the release in
   * shadow.
   *
   * @param hold takes room for the body
   * @return whether there was room
   */
  boolean send(LongPredicate hold) {
    byte[] body = body();
    if (body == null || !hold.test(body.length)) {
      end();
      return false;
    }
    heldBytes = body.length;
    Optional<EnginePod> picked =
        serving.pods.acquire(model().pods(arm), arm.servedModel(), Set.of());
    if (picked.isEmpty()) {
      failed(Failure.NO_READY_POD);
      return true;
    }
    pod = picked.get();
    call =
        new EngineCall(
            serving,
            loop,
            new EngineCall.Target(
                pod,
                request.endpoint().path(),
                serving.engineKeys.of(model(), pod).orElse(null),
                ask.id() + "-shadow",
                false,
                Buffer.buffer(body),
                beganMillis + serving.deadlines.whole(),
                Map.of()),
            translator,
            this);
    call.send();
    return true;
  }

  private byte[] body() {
    try {
      return EngineRequest.body(request, arm);
    } catch (ApiException e) {
      return null;
    }
  }

  @Override
  public void event(byte[] event) {
    throw new IllegalStateException("a shadow is not streamed");
  }

  @Override
  public void streamed() {
    throw new IllegalStateException("a shadow is not streamed");
  }

  @Override
  public void whole(byte[] body) {
    Answer answer = translator.answer();
    serving.metrics.shadow(model().service(), arm.release(), "answered");
    serving.metrics.shadowTokens(model().service(), arm.release(), answer);
    end();
    record(answer, null);
  }

  @Override
  public void refused(Failure failure, int status, byte[] body) {
    failed(failure);
  }

  @Override
  public void failed(Failure failure) {
    serving.metrics.shadow(model().service(), arm.release(), "failed");
    end();
    record(null, failure);
  }

  /**
   * Ends it without a record: the client's answer came to nothing, so there is nothing to compare.
   */
  void cancel() {
    if (!ended) {
      serving.metrics.shadow(model().service(), arm.release(), "cancelled");
      if (call != null) {
        call.abort();
      }
      end();
    }
  }

  /** {@link #cancel} for other threads. */
  void cancelFromAnywhere() {
    context.runOnContext(now -> cancel());
  }

  long heldBytes() {
    return heldBytes;
  }

  private void end() {
    ended = true;
    if (pod != null) {
      serving.pods.release(pod);
    }
    ticket.close();
    whenEnded.accept(this);
  }

  private void record(Answer answer, Failure failure) {
    serving.capture.record(
        new ServedRequest(
            serving.ids.next(),
            timeMillis,
            model(),
            arm,
            arm,
            ask.assigned().session(),
            ask.caller().identity(),
            ask.capability(),
            request,
            answer,
            failure == null ? 200 : BAD_GATEWAY,
            failure,
            serving.clocks.millis().getAsLong() - beganMillis,
            null,
            null,
            false,
            ask.user(serving.derivedKeys),
            ask.id()));
  }

  private ServedModel model() {
    return ask.assigned().model();
  }
}
