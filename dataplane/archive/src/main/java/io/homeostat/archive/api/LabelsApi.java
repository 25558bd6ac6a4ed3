package io.homeostat.archive.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.label.LabelQueue;
import io.homeostat.archive.store.Labels;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** People's labels over HTTP: what to label next, a label, and what the labels say of the judge. */
public final class LabelsApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LAST_WEEK = Duration.ofDays(7);
  private static final double DEFAULT_SHARE = 0.05;
  private static final int DEFAULT_ITEMS = 10;
  private static final int MOST_ITEMS = 100;
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final int LONGEST_NAME = 128;

  private final Labels labels;
  private final Access access;
  private final Clock clock;

  public LabelsApi(Labels labels, Access access, Clock clock) {
    this.labels = labels;
    this.access = access;
    this.clock = clock;
  }

  /** Adds the routes; handlers run on worker threads. */
  public void mount(Router router) {
    router.get("/v1/labels/next").blockingHandler(ArchiveApi.answering(this::next), false);
    router.get("/v1/labels/report").blockingHandler(ArchiveApi.answering(this::report), false);
    router
        .post("/v1/labels")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .blockingHandler(ArchiveApi.answering(this::submit), false);
  }

  private void next(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsContent(context.request().getHeader("Authorization")));
    Parameters given = new Parameters(context);
    var items =
        labels.next(
            period(given),
            queue(given.share("share")),
            given.number("limit", DEFAULT_ITEMS, MOST_ITEMS));
    ArchiveApi.json(context, JSON.writeValueAsString(Map.of("items", items)));
  }

  private void report(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(context.request().getHeader("Authorization")));
    ArchiveApi.json(
        context, JSON.writeValueAsString(labels.report(period(new Parameters(context)))));
  }

  private void submit(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsContent(context.request().getHeader("Authorization")));
    JsonNode body = ArchiveApi.body(context);
    String id = body.path("id").asText("");
    String labeller = body.path("labeller").asText("").strip();
    if (labeller.isEmpty() || labeller.length() > LONGEST_NAME) {
      throw new RefusedException(400, "expected \"labeller\", 1 to 128 characters");
    }
    Labels.Judged judged =
        labels
            .judged(id)
            .orElseThrow(
                () -> new RefusedException(404, "no judged interaction has the id of the label"));
    Map<String, Integer> scores = scores(body.path("scores"), judged);
    Double share = body.path("share").isNumber() ? body.path("share").asDouble() : null;
    LabelQueue.Place place =
        queue(share)
            .place(judged.position(), judged.parts())
            .orElseThrow(
                () ->
                    new RefusedException(
                        409,
                        "this interaction is in no queue: label what /v1/labels/next gives, with"
                            + " the same share"));
    labels.keep(id, judged, place, labeller, scores, clock.instant());
    ArchiveApi.json(context, JSON.writeValueAsString(Map.of("id", id, "queue", place.queue())));
  }

  private static void allow(boolean allowed) {
    if (!allowed) {
      throw new RefusedException(
          401,
          "send the content token, for the report the reader's token, as 'Authorization: Bearer"
              + " <token>'");
    }
  }

  private static Map<String, Integer> scores(JsonNode given, Labels.Judged judged) {
    Map<String, Integer> scores = new TreeMap<>();
    given
        .properties()
        .forEach(
            score -> {
              if (score.getValue().isIntegralNumber()) {
                scores.put(score.getKey(), score.getValue().asInt());
              }
            });
    if (!scores.keySet().equals(Set.copyOf(judged.dimensions()))
        || scores.values().stream().anyMatch(score -> score < 1 || score > 5)) {
      throw new RefusedException(
          400,
          "expected \"scores\" with a whole number from 1 to 5 for each of "
              + String.join(", ", judged.dimensions()));
    }
    return scores;
  }

  private Labels.Period period(Parameters given) {
    Instant now = clock.instant();
    return new Labels.Period(
        given.required("service"),
        given.optional("capability"),
        given.instant("since", now.minus(LAST_WEEK)),
        given.instant("until", now));
  }

  private static LabelQueue queue(Double share) {
    double used = share == null ? DEFAULT_SHARE : share;
    if (used <= 0 || used > 1) {
      throw new RefusedException(400, "'share' must be above 0 and at most 1");
    }
    return new LabelQueue(used);
  }
}
