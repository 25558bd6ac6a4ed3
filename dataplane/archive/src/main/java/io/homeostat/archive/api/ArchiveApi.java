package io.homeostat.archive.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.archive.store.Correction;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Queries;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive's HTTP API. Every call needs a bearer token: the reader's token for everything, a
 * dataset token for the corrections of its one service.
 */
public final class ArchiveApi {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_LIMIT = 5_000;
  private static final int MAX_LIMIT = 100_000;

  private final Queries queries;
  private final Lineage lineage;
  private final Access access;

  public ArchiveApi(Queries queries, Lineage lineage, Access access) {
    this.queries = queries;
    this.lineage = lineage;
    this.access = access;
  }

  /** Makes the routes; handlers run on worker threads. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.get("/v1/trace/:id").blockingHandler(answering(this::trace), false);
    router.get("/v1/corrections").blockingHandler(answering(this::corrections), false);
    router.get("/v1/quality").blockingHandler(answering(this::quality), false);
    router
        .route()
        .last()
        .handler(
            context ->
                refuse(
                    context,
                    404,
                    "no such path: use /v1/trace/{id}, /v1/corrections or /v1/quality"));
    return router;
  }

  private void trace(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(context.request().getHeader("Authorization")));
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

  private void corrections(RoutingContext context) throws SQLException, JsonProcessingException {
    String service = parameter(context, "service");
    allow(access.reads(context.request().getHeader("Authorization"), service));
    List<Correction> found =
        queries.corrections(
            service, parameter(context, "capability"), instant(context, "since"), limit(context));
    StringBuilder lines = new StringBuilder();
    for (Correction correction : found) {
      lines.append(JSON.writeValueAsString(correction)).append('\n');
    }
    context.response().putHeader("Content-Type", "application/x-ndjson").end(lines.toString());
  }

  private void quality(RoutingContext context) throws SQLException, JsonProcessingException {
    allow(access.readsAll(context.request().getHeader("Authorization")));
    json(
        context,
        JSON.writeValueAsString(
            queries.quality(
                parameter(context, "service"), instant(context, "from"), instant(context, "to"))));
  }

  private static io.vertx.core.Handler<RoutingContext> answering(Call call) {
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

  private static String parameter(RoutingContext context, String name) {
    String value = context.request().getParam(name);
    if (value == null || value.isBlank()) {
      throw new RefusedException(400, "the query parameter '%s' is missing".formatted(name));
    }
    return value;
  }

  private static Instant instant(RoutingContext context, String name) {
    String value = parameter(context, name);
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new RefusedException(
          400, "the query parameter '%s' must be a time like 2026-11-21T08:00:00Z".formatted(name));
    }
  }

  private static int limit(RoutingContext context) {
    String value = context.request().getParam("limit");
    try {
      int limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException ignored) {
      // answered below, like a number out of range
    }
    throw new RefusedException(
        400, "the query parameter 'limit' must be a whole number from 1 to " + MAX_LIMIT);
  }

  private static void json(RoutingContext context, String body) {
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
  private interface Call {
    void answer(RoutingContext context) throws SQLException, JsonProcessingException;
  }

  /** A request that is answered with an error. */
  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
