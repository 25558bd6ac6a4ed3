package io.homeostat.archive;

import io.homeostat.archive.api.Access;
import io.homeostat.archive.api.ArchiveApi;
import io.homeostat.archive.api.DeadLettersApi;
import io.homeostat.archive.api.LabelsApi;
import io.homeostat.archive.api.TrainingApi;
import io.homeostat.archive.intake.ArchiveMetrics;
import io.homeostat.archive.intake.EventIntake;
import io.homeostat.archive.intake.ResourceIntake;
import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.Erasures;
import io.homeostat.archive.store.EventStore;
import io.homeostat.archive.store.Interactions;
import io.homeostat.archive.store.Labels;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Partitions;
import io.homeostat.archive.store.Queries;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.archive.store.TrainingData;
import io.homeostat.dataplane.DeadLetterReplay;
import io.homeostat.dataplane.Env;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.dataplane.KafkaClients;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.dataplane.Probes;
import io.homeostat.dataplane.TopicSetup;
import io.homeostat.events.security.DerivedKeys;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive process: events and objects in, lineage and datasets out. */
public final class ArchiveMain {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveMain.class);
  private static final String NAME = "homeostat-archive";
  private static final int MAX_POLL_RECORDS = 1_000;
  private static final long SEND_BLOCK_MILLIS = 10_000;
  private static final long PAUSE_SECONDS = 2;
  private static final long RETENTION_MINUTES = 10;

  private ArchiveMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) throws InterruptedException {
    ArchiveSettings settings = ArchiveSettings.of(Env.system());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicBoolean started = new AtomicBoolean();
    Database database =
        Database.of(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
    Probes.start(
        settings.metricsPort(), registry, () -> true, () -> started.get() && database.reachable());
    migrate(database);
    ResourceStore resources = new ResourceStore(database, Clock.systemUTC());
    Erasures erasures = new Erasures(database, resources, Clock.systemUTC());
    Partitions partitions = new Partitions(database, Clock.systemUTC(), settings.retention());
    serve(settings, database, resources, erasures);
    keep(partitions, erasures);
    follow(settings, resources);
    KafkaClients kafka = new KafkaClients(settings.kafkaBootstrap(), NAME);
    started.set(true);
    TopicSetup.await(kafka);
    EventIntake intake =
        new EventIntake(
            kafka.consumer(NAME, MAX_POLL_RECORDS),
            new EventProducer(kafka.producer(SEND_BLOCK_MILLIS)),
            new EventStore(
                database,
                partitions,
                erasures,
                registry.counter(ArchiveMetrics.EXPIRED)::increment),
            registry);
    Thread reader = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(intake, reader, database)));
    LOG.info("archiving");
    intake.run();
  }

  private static void migrate(Database database) throws InterruptedException {
    while (true) {
      try {
        database.migrate();
        return;
      } catch (FlywayException e) {
        LOG.warn(
            "the database is not ready, trying again: {}",
            e.getMessage().lines().findFirst().orElse(""));
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    }
  }

  private static void serve(
      ArchiveSettings settings, Database database, ResourceStore resources, Erasures erasures) {
    Queries queries = new Queries(database);
    Access access =
        new Access(
            new DerivedKeys(settings.masterKey()), settings.readerToken(), settings.contentToken());
    ArchiveApi api =
        new ArchiveApi(
            queries,
            new Interactions(database),
            new Lineage(queries, resources),
            erasures,
            access,
            Clock.systemUTC());
    Vertx vertx = Vertx.vertx();
    Router router = api.router(vertx);
    KafkaClients replayer = new KafkaClients(settings.kafkaBootstrap(), NAME + "-replay");
    new DeadLettersApi(new DeadLetterReplay(replayer)::run, access).mount(router);
    new TrainingApi(new TrainingData(database), access, Clock.systemUTC()).mount(router);
    new LabelsApi(new Labels(database), access, Clock.systemUTC()).mount(router);
    vertx.createHttpServer().requestHandler(router).listen(settings.httpPort()).await();
  }

  private static void follow(ArchiveSettings settings, ResourceStore resources) {
    ResourceIntake intake = new ResourceIntake(resources);
    intake.watch(KubernetesClients.connect(settings.watchNamespaces()));
    Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("resources").daemon().factory())
        .scheduleWithFixedDelay(intake::flush, 1, 1, TimeUnit.SECONDS);
  }

  private static void keep(Partitions partitions, Erasures erasures) {
    Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("retention").daemon().factory())
        .scheduleWithFixedDelay(
            () -> {
              try {
                partitions.keep();
                erasures.repeat();
              } catch (SQLException e) {
                LOG.warn("retention waits for the database: {}", e.getMessage());
              }
            },
            0,
            RETENTION_MINUTES,
            TimeUnit.MINUTES);
  }

  private static void stop(EventIntake intake, Thread reader, Database database) {
    intake.close();
    try {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    database.close();
  }
}
