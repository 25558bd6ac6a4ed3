package io.homeostat.archive.api;

import io.homeostat.dataplane.DeadLetterReplay;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets people send the dead letters again; it needs the content token. */
public final class DeadLettersApi {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLettersApi.class);
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private final Replay replay;
  private final Access access;

  /** Sends dead letters again, or counts them when it is dry. */
  @FunctionalInterface
  public interface Replay {
    /** Returns what was done. */
    DeadLetterReplay.Result run(boolean dry);
  }

  public DeadLettersApi(Replay replay, Access access) {
    this.replay = replay;
    this.access = access;
  }

  /** Adds {@code POST /v1/dead-letters/replay}, with {@code ?dry=true} to count only. */
  public void mount(Router router) {
    router.post("/v1/dead-letters/replay").blockingHandler(this::replay, true);
  }

  private void replay(RoutingContext context) {
    if (!access.readsContent(context.request().getHeader("Authorization"))) {
      refuse(
          context,
          UNAUTHORIZED,
          "a replay needs the content token as 'Authorization: Bearer <token>'");
      return;
    }
    try {
      boolean dry = Boolean.parseBoolean(context.request().getParam("dry"));
      DeadLetterReplay.Result result = replay.run(dry);
      LOG.info(
          "dead letters: {} {}, {} truncated, {} unreadable",
          dry ? "would replay" : "replayed",
          result.replayed(),
          result.truncated(),
          result.unreadable());
      JsonObject answer =
          new JsonObject()
              .put("dry", dry)
              .put("replayed", new JsonObject(Map.copyOf(result.replayed())))
              .put("truncated", result.truncated())
              .put("unreadable", result.unreadable());
      context.json(answer);
    } catch (KafkaException e) {
      LOG.warn("the dead letters could not be replayed: {}", e.toString());
      refuse(context, UNAVAILABLE, "Kafka is not available: try again, nothing is sent twice");
    }
  }

  private static void refuse(RoutingContext context, int status, String message) {
    context.response().setStatusCode(status);
    context.json(new JsonObject().put("error", new JsonObject().put("message", message)));
  }
}
