package io.homeostat.archive.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.store.Correction;
import io.homeostat.archive.store.TrainingData;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What datasets are made of, over HTTP as JSON lines: corrections, and answers that may be used for
 * training. A service's dataset token opens its own; the archive remembers who was given what.
 */
public final class TrainingApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_LIMIT = 5_000;
  private static final int MAX_LIMIT = 100_000;
  private static final Duration LAST_MONTH = Duration.ofDays(30);

  private final TrainingData data;
  private final Access access;
  private final Clock clock;

  public TrainingApi(TrainingData data, Access access, Clock clock) {
    this.data = data;
    this.access = access;
    this.clock = clock;
  }

  /** Adds the routes; handlers run on worker threads. */
  public void mount(Router router) {
    router.get("/v1/corrections").blockingHandler(ArchiveApi.answering(this::corrections), false);
    router.get("/v1/answers").blockingHandler(ArchiveApi.answering(this::answers), false);
  }

  private void corrections(RoutingContext context) throws SQLException, JsonProcessingException {
    Parameters given = new Parameters(context);
    String service = allowed(context, given);
    List<Correction> found =
        data.corrections(
            service,
            given.required("capability"),
            given.instant("since"),
            given.number("limit", DEFAULT_LIMIT, MAX_LIMIT));
    tell(context, given, service, found, Correction::interactionId);
  }

  private void answers(RoutingContext context) throws SQLException, JsonProcessingException {
    Parameters given = new Parameters(context);
    String service = allowed(context, given);
    Instant now = clock.instant();
    boolean next = given.optional("before") != null;
    List<TrainingData.Answer> found =
        data.answers(
            new TrainingData.Wanted(
                service,
                given.all("capability"),
                given.all("release"),
                given.instant("since", now.minus(LAST_MONTH)),
                given.instant("until", now),
                given.share("scoreAtLeast"),
                given.share("scoreAtMost"),
                given.share("ratingAtLeast"),
                given.optional("before"),
                next ? Instant.ofEpochMilli(given.millis("beforeMillis")) : null,
                given.number("limit", DEFAULT_LIMIT, MAX_LIMIT)));
    tell(context, given, service, found, TrainingData.Answer::interactionId);
  }

  private String allowed(RoutingContext context, Parameters given) {
    String service = given.required("service");
    if (!access.reads(context.request().getHeader("Authorization"), service)) {
      throw new RefusedException(
          401, "send the service's dataset token as 'Authorization: Bearer <token>'");
    }
    return service;
  }

  private <T> void tell(
      RoutingContext context,
      Parameters given,
      String service,
      List<T> found,
      Function<T, String> interaction)
      throws SQLException, JsonProcessingException {
    String dataset = given.optional("dataset");
    if (dataset != null) {
      data.used(
          service, dataset, found.stream().map(interaction).distinct().toList(), clock.instant());
    }
    StringBuilder lines = new StringBuilder();
    for (T item : found) {
      lines.append(JSON.writeValueAsString(item)).append('\n');
    }
    context.response().putHeader("Content-Type", "application/x-ndjson").end(lines.toString());
  }
}
