package io.homeostat.archive.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.archive.store.Erasures;
import io.homeostat.archive.store.Interactions;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Queries;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive's HTTP API. Every call needs a bearer token: the reader's token for figures, the
 * content token also for messages, answers and erasures, the scorers' token for interactions with
 * what was written.
 */
public final class ArchiveApi {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 1_000;
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final Duration LAST_DAY = Duration.ofDays(1);
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]{1,253}/[a-z0-9.-]{1,253}");

  private final Queries queries;
  private final Interactions interactions;
  private final Lineage lineage;
  private final Erasures erasures;
  private final Access access;
  private final Clock clock;

  /**
   * Serves one database.
   *
   * @param clock tells until when a listing goes that names no end
   */
  public ArchiveApi(
      Queries queries,
      Interactions interactions,
      Lineage lineage,
      Erasures erasures,
      Access access,
      Clock clock) {
    this.queries = queries;
    this.interactions = interactions;
    this.lineage = lineage;
    this.erasures = erasures;
    this.access = access;
    this.clock = clock;
  }

  /** Makes the routes; handlers run on worker threads. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.get("/v1/trace/:id").blockingHandler(answering(this::trace), false);
    router.get("/v1/quality").blockingHandler(answering(this::quality), false);
    router.get("/v1/interactions").blockingHandler(answering(this::interactions), false);
    router.get("/v1/erasures").blockingHandler(answering(this::erased), false);
    router
        .post("/v1/erasures")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .blockingHandler(answering(this::erase), false);
    router
        .route()
        .last()
        .handler(
            context ->
                refuse(
                    context,
                    404,
                    "no such path: use /v1/trace/{id}, /v1/interactions, /v1/corrections, /v1/answers,"
                        + " /v1/quality, /v1/erasures or /v1/labels/next"));
    return router;
  }

  private void trace(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(authorization(context)));
    String id = context.pathParam("id");
    Optional<ObjectNode> trace = lineage.trace(id);
    if (trace.isEmpty()) {
      refuse(
          context,
          404,
          "no interaction or response has this id; a new one takes a few seconds to arrive");
    } else {
      json(context, JSON.writeValueAsString(trace.get()));
    }
  }

  private void quality(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(authorization(context)));
    Parameters given = new Parameters(context);
    json(
        context,
        JSON.writeValueAsString(
            queries.quality(
                given.required("service"), given.instant("from"), given.instant("to"))));
  }

  private void interactions(RoutingContext context) throws SQLException, JsonProcessingException {
    Parameters given = new Parameters(context);
    boolean content = "true".equals(given.optional("content"));
    if (content && !access.scores(authorization(context))) {
      allowContent(context);
    } else if (!content) {
      allow(access.readsAll(authorization(context)));
    }
    Instant now = clock.instant();
    List<ObjectNode> page =
        interactions.list(
            new Interactions.Filter(
                given.required("service"),
                given.optional("release"),
                given.optional("capability"),
                given.instant("since", now.minus(LAST_DAY)),
                given.instant("until", now),
                given.share("scoreBelow"),
                given.optional("before"),
                given.number("limit", DEFAULT_PAGE, MAX_PAGE),
                content));
    json(context, JSON.writeValueAsString(Map.of("items", page)));
  }

  private void erase(RoutingContext context) throws SQLException, JsonProcessingException {
    allowContent(context);
    JsonNode body = body(context);
    String service = body.path("service").asText("");
    String user = body.path("user").asText("");
    if (!SERVICE.matcher(service).matches() || user.isBlank()) {
      throw new RefusedException(
          400,
          "expected {\"service\": \"namespace/name\", \"user\": \"what requests call the user\"}");
    }
    json(context, JSON.writeValueAsString(erasures.erase(service, access.userKey(service, user))));
  }

  private void erased(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(authorization(context)));
    json(
        context,
        JSON.writeValueAsString(
            Map.of("items", erasures.list(new Parameters(context).required("service")))));
  }

  static JsonNode body(RoutingContext context) {
    try {
      return JSON.readTree(context.body().buffer() == null ? "" : context.body().asString());
    } catch (JsonProcessingException e) {
      throw new RefusedException(400, "expected the body to be JSON");
    }
  }

  private static String authorization(RoutingContext context) {
    return context.request().getHeader("Authorization");
  }

  private void allowContent(RoutingContext context) {
    if (!access.readsContent(authorization(context))) {
      throw new RefusedException(
          access.readsAll(authorization(context)) ? 403 : 401,
          "messages and answers need the content token as 'Authorization: Bearer <token>'");
    }
  }

  static io.vertx.core.Handler<RoutingContext> answering(Call call) {
    return context -> {
      try {
        call.answer(context);
      } catch (RefusedException e) {
        refuse(context, e.status(), e.getMessage());
      } catch (SQLException | JsonProcessingException e) {
        LOG.warn("a query failed: {}", e.getMessage());
        refuse(context, 503, "the database is not available: try again");
      }
    };
  }

  private static void allow(boolean allowed) {
    if (!allowed) {
      throw new RefusedException(
          401, "send the archive's token as 'Authorization: Bearer <token>'");
    }
  }

  static void json(RoutingContext context, String body) {
    context.response().putHeader("Content-Type", "application/json").end(body);
  }

  private static void refuse(RoutingContext context, int status, String message) {
    try {
      context.response().setStatusCode(status);
      json(context, JSON.writeValueAsString(Map.of("error", Map.of("message", message))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings can always be written as JSON", e);
    }
  }

  /** A handler that may fail. */
  @FunctionalInterface
  interface Call {
    void answer(RoutingContext context) throws SQLException, JsonProcessingException;
  }
}
