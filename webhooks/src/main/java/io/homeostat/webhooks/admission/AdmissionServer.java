package io.homeostat.webhooks.admission;

import io.homeostat.webhooks.certificate.ServingCertificate;
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

  private final Vertx vertx;
  private final int port;
  private final RequesterAdmission admission = new RequesterAdmission();
  private final MeterRegistry registry;
  private HttpServer server;
  private ServingCertificate serving;

  /**
   * Prepares the server; it starts with the first certificate.
   *
   * @param port 0 for a free one
   */
  public AdmissionServer(Vertx vertx, int port, MeterRegistry registry) {
    this.vertx = vertx;
    this.port = port;
    this.registry = registry;
  }

  /** Serves with this certificate from now on; returns when it does. */
  public synchronized void serve(ServingCertificate certificate) throws Exception {
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
    router
        .post("/mutate")
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_REVIEW))
        .handler(this::mutate)
        .failureHandler(AdmissionServer::refuse);
    HttpServerOptions http =
        new HttpServerOptions()
            .setPort(port)
            .setSsl(true)
            .setIdleTimeout(120)
            .setKeyCertOptions(keyAndChain);
    return vertx.createHttpServer(http).requestHandler(router);
  }

  private void mutate(RoutingContext context) {
    Buffer body = context.body().buffer();
    try {
      String answer = admission.answer(body == null ? new byte[0] : body.getBytes());
      count("answered");
      context.response().putHeader("Content-Type", "application/json").end(answer);
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
