package io.homeostat.gateway.http;

import io.homeostat.gateway.capture.Capture;
import io.homeostat.gateway.routing.Admission;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The running HTTP servers of a gateway. */
public final class GatewayServers implements AutoCloseable {
  private static final int MAX_LOOPS = 4;
  private static final int MAX_INGESTING = 64;
  private static final long PATIENCE_SECONDS = 40;
  private static final long BEAT_MILLIS = 1_000;
  private static final long DEAD_MILLIS = 30_000;

  private final Vertx vertx;
  private final List<ClientServer> clientServers = new ArrayList<>();
  private final InternalServer internalServer;
  private final AtomicLong heartbeat = new AtomicLong();
  private final LongSupplier millis;
  private IngestServer ingestServer;
  private String clientDeployment;

  private GatewayServers(Vertx vertx, InternalServer internalServer, LongSupplier millis) {
    this.vertx = vertx;
    this.millis = millis;
    this.internalServer = internalServer;
  }

  /**
   * Starts serving.
   *
   * @param httpPort port for clients; 0 for a free one
   * @param internalPort port for the operator; 0 for a free one
   * @param ingestPort port for what was recorded elsewhere; 0 for a free one
   * @param ingested where that goes
   */
  public static GatewayServers start(
      Serving serving, int httpPort, int internalPort, int ingestPort, Capture ingested) {
    int loops = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setPreferNativeTransport(true)
                .setDisableTCCL(true));
    GatewayServers servers =
        new GatewayServers(
            vertx, new InternalServer(serving, internalPort), serving.clocks.millis());
    int sharedPort = httpPort == 0 ? -1 : httpPort;
    await(vertx.deployVerticle(servers.internalServer));
    Admission room = new Admission(MAX_INGESTING, Runtime.getRuntime().maxMemory() / 16);
    servers.ingestServer = new IngestServer(serving, ingested, room, ingestPort);
    await(
        vertx.deployVerticle(
            servers.ingestServer,
            new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("ingest")
                .setWorkerPoolSize(1)));
    servers.clientDeployment =
        await(
            vertx.deployVerticle(
                () -> {
                  ClientServer server = new ClientServer(serving, sharedPort);
                  servers.clientServers.add(server);
                  return server;
                },
                new DeploymentOptions().setInstances(loops)));
    servers.beat();
    vertx.setPeriodic(BEAT_MILLIS, beat -> servers.beat());
    return servers;
  }

  private void beat() {
    heartbeat.set(millis.getAsLong());
  }

  /** Whether the event loops still turn. */
  public boolean isAlive() {
    return millis.getAsLong() - heartbeat.get() < DEAD_MILLIS;
  }

  /** Port for clients. */
  public int httpPort() {
    return clientServers.getFirst().port();
  }

  /** Port for the operator. */
  public int internalPort() {
    return internalServer.port();
  }

  /** Port for what was recorded elsewhere. */
  public int ingestPort() {
    return ingestServer.port();
  }

  /** Takes no new requests and gives open ones 30 s to end. */
  @Override
  public void close() {
    await(vertx.undeploy(clientDeployment));
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the gateway's servers start or stop", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the gateway's servers could not start or stop: " + e.getMessage(), e);
    }
  }
}
