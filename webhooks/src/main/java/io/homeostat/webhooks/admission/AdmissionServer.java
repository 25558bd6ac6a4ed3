package io.homeostat.webhooks.admission;

import io.homeostat.webhooks.certificate.TlsIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server that the API server calls; a new certificate is taken over without dropping a
 * connection.
 */
public final class AdmissionServer {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionServer.class);

  /** An object has at most 1.5 MiB in etcd; a review may hold it twice. */
  private static final long LARGEST_REVIEW = 4L << 20;

  /** A warning is worth no longer wait; the API server gives up after two seconds. */
  private static final long PATIENCE_MILLIS = 1_000;

  private final Vertx vertx;
  private final int port;
  private final MeterRegistry registry;
  private final Admission requesters;
  private final Admission warnings;
  private HttpServer server;
  private TlsIdentity serving;

  /**
   * Prepares the server; it starts with the first certificate.
   *
   * @param port 0 for a free one
   * @param requesters what answers at {@code /mutate}, at once
   * @param warnings what answers at {@code /warn}; it may take its time, for which nobody waits
   */
  public AdmissionServer(
      Vertx vertx, int port, MeterRegistry registry, Admission requesters, Admission warnings) {
    this.vertx = vertx;
    this.port = port;
    this.registry = registry;
    this.requesters = requesters;
    this.warnings = warnings;
  }

  /** Serves with this certificate from now on; returns when it does. */
  public synchronized void serve(TlsIdentity certificate) throws Exception {
    if (certificate.equals(serving)) {
      return;
    }
    PemKeyCertOptions keyAndChain =
        new PemKeyCertOptions()
            .setKeyValue(Buffer.buffer(certificate.key()))
            .setCertValue(Buffer.buffer(certificate.chain()));
    if (server == null) {
      server = await(create(keyAndChain).listen());
    } else {
      await(server.updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(keyAndChain)));
    }
    serving = certificate;
    LOG.info(
        "serving admission on port {} with a certificate that ends {}",
        server.actualPort(),
        certificate.end());
  }

  /** Whether reviews are answered. */
  public synchronized boolean isServing() {
    return server != null;
  }

  /** The port that is served; 0 before the first certificate. */
  public synchronized int port() {
    return server == null ? 0 : server.actualPort();
  }

  private HttpServer create(PemKeyCertOptions keyAndChain) {
    Router router = Router.router(vertx);
    route(router, "/mutate", this::mutate);
    route(router, "/warn", this::warn);
    HttpServerOptions http =
        new HttpServerOptions()
            .setPort(port)
            .setSsl(true)
            .setIdleTimeout(120)
            .setKeyCertOptions(keyAndChain);
    return vertx.createHttpServer(http).requestHandler(router);
  }

  private void route(
      Router router, String path, BiConsumer<RoutingContext, AdmissionReview> answer) {
    router
        .post(path)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_REVIEW))
        .handler(context -> read(context, answer))
        .failureHandler(AdmissionServer::refuse);
  }

  private void read(RoutingContext context, BiConsumer<RoutingContext, AdmissionReview> answer) {
    Buffer body = context.body().buffer();
    try {
      answer.accept(context, AdmissionReview.read(body == null ? new byte[0] : body.getBytes()));
    } catch (MalformedReviewException e) {
      count("malformed");
      LOG.warn("refused a malformed admission review: {}", e.getMessage());
      context
          .response()
          .setStatusCode(400)
          .putHeader("Content-Type", "text/plain")
          .end(e.getMessage());
    }
  }

  private void mutate(RoutingContext context, AdmissionReview review) {
    String answer = requesters.answer(review);
    count("answered");
    end(context, answer);
  }

  /** A warning that is not there in time, or at all, is left out: the change passes. */
  private void warn(RoutingContext context, AdmissionReview review) {
    vertx
        .executeBlocking(() -> warnings.answer(review), false)
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(
            answer -> {
              count("answered");
              end(context, answer);
            })
        .onFailure(
            failure -> {
              count("unanswered");
              LOG.warn("no warnings for a {} this time: {}", review.kind(), failure.toString());
              end(context, review.allowed());
            });
  }

  private static void end(RoutingContext context, String answer) {
    context.response().putHeader("Content-Type", "application/json").end(answer);
  }

  private static void refuse(RoutingContext context) {
    int status = context.statusCode() < 0 ? 500 : context.statusCode();
    if (status == 500) {
      LOG.error("cannot answer an admission review", context.failure());
    }
    context.response().setStatusCode(status).end();
  }

  private void count(String result) {
    registry.counter("homeostat.webhooks.reviews", "result", result).increment();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
