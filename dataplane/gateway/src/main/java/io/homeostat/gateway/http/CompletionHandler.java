package io.homeostat.gateway.http;

import io.homeostat.gateway.access.Permit;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.Endpoint;
import io.homeostat.gateway.routing.Assignment;
import io.homeostat.gateway.routing.ServedModel;
import io.homeostat.gateway.routing.SessionDigest;
import io.homeostat.gateway.tracing.RequestTrace;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers chat completions and completions: checks the request, assigns it, starts its exchange.
 */
final class CompletionHandler {
  private static final Pattern CAPABILITY = Pattern.compile("[A-Za-z0-9._-]{1,63}");
  private static final int RETRY_SECONDS = 5;

  private final Serving serving;
  private final Quota quota;

  CompletionHandler(Serving serving) {
    this.serving = serving;
    this.quota = new Quota(serving);
  }

  /**
   * Handles a request whose body is there.
   *
   * @throws ApiException when the client must be told what is wrong
   */
  void handle(ClientRequest given, Endpoint endpoint) throws ApiException {
    HttpServerRequest http = given.http();
    CompletionRequest request = CompletionRequest.parse(endpoint, given.body());
    Caller caller = Caller.of(serving, http, serving.table().find(request.model()));
    String capability = capability(http);
    boolean withheld = withheld(http);
    String pinned = pinnedRelease(http, caller);
    String id = serving.ids.next();
    Assignment.Assigned assigned = assign(http, request, caller, pinned, id);
    Exchange.Ask ask =
        new Exchange.Ask(
            id, given.arrivalMillis(), request, assigned, caller, capability, withheld);
    Permit.Charge charge = charge(given.response(), assigned, caller, request.estimatedTokens());
    Recorder recorder = new Recorder(serving, ask, charge, trace(http, ask));
    new Exchange(serving, given.loop(), given.response(), ask, recorder).start();
  }

  private Permit.Charge charge(
      HttpServerResponse response, Assignment.Assigned assigned, Caller caller, long estimate)
      throws ApiException {
    try {
      return quota.request(response, caller.key(), estimate);
    } catch (ApiException e) {
      assigned.ticket().close();
      throw e;
    }
  }

  private RequestTrace trace(HttpServerRequest http, Exchange.Ask ask) {
    return serving.tracing.begin(http::getHeader, ask.id(), ask.assigned(), ask.request());
  }

  private static boolean withheld(HttpServerRequest request) throws ApiException {
    String capture = request.getHeader(Replies.CAPTURE);
    if (capture != null && !capture.equals("none")) {
      throw new ApiException(
          ApiError.invalid(
              "invalid_value",
              Replies.CAPTURE,
              "expected the header %s to be none, or to be left out".formatted(Replies.CAPTURE)));
    }
    return capture != null;
  }

  private static String capability(HttpServerRequest request) throws ApiException {
    String capability = request.getHeader(Replies.CAPABILITY);
    if (capability != null && !CAPABILITY.matcher(capability).matches()) {
      throw new ApiException(
          ApiError.invalid(
              "invalid_value",
              Replies.CAPABILITY,
              "expected the header %s to be 1 to 63 letters, digits, '.', '_' or '-'"
                  .formatted(Replies.CAPABILITY)));
    }
    return capability;
  }

  private static String pinnedRelease(HttpServerRequest request, Caller caller)
      throws ApiException {
    String release = request.getHeader(Replies.RELEASE);
    if (release != null && !caller.mayNameRelease()) {
      throw new ApiException(
          ApiError.forbidden(
              "release_not_allowed",
              "this key may not name a release: leave out the header " + Replies.RELEASE));
    }
    return release;
  }

  private Assignment.Assigned assign(
      HttpServerRequest http, CompletionRequest request, Caller caller, String pinned, String id)
      throws ApiException {
    Assignment assignment =
        serving.assigner.assign(
            request.model(), pinned, model -> session(model, http, request, caller, id));
    return switch (assignment) {
      case Assignment.Assigned assigned -> assigned;
      case Assignment.UnknownModel unknown ->
          throw new ApiException(
              ApiError.notFound(
                  "model_not_found",
                  "model",
                  "the model '%s' does not exist; GET /v1/models lists those that do"
                      .formatted(shown(request.model()))));
      case Assignment.NotServedYet notYet ->
          throw new ApiException(
              ApiError.server(
                  503,
                  "model_not_ready",
                  "the model '%s' has no release in traffic yet; try again later"
                      .formatted(shown(request.model())),
                  RETRY_SECONDS));
      case Assignment.UnknownRelease unknown ->
          throw new ApiException(
              ApiError.notFound(
                  "release_not_found",
                  Replies.RELEASE,
                  "the traffic plan of '%s' has no release '%s'"
                      .formatted(shown(request.model()), shown(pinned))));
    };
  }

  private static String session(
      ServedModel model,
      HttpServerRequest http,
      CompletionRequest request,
      Caller caller,
      String id) {
    Optional<String> hint = request.sessionHint();
    return SessionDigest.of(
        model.service(),
        caller.identity(),
        http.getHeader(Replies.SESSION),
        hint.orElse(null),
        request.firstUserMessage().orElse(null),
        id);
  }

  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
