package io.homeostat.archive;

import io.homeostat.archive.api.Access;
import io.homeostat.archive.api.ArchiveApi;
import io.homeostat.archive.api.TrainingApi;
import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.Erasures;
import io.homeostat.archive.store.EventStore;
import io.homeostat.archive.store.Interactions;
import io.homeostat.archive.store.Lineage;
import io.homeostat.archive.store.Partitions;
import io.homeostat.archive.store.Queries;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.archive.store.Retention;
import io.homeostat.archive.store.TrainingData;
import io.homeostat.events.security.DerivedKeys;
import io.vertx.ext.web.Router;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A real PostgreSQL with the archive's tables, and a clock that tests move on. */
public final class ArchiveDatabase implements AutoCloseable {
  public static final DerivedKeys KEYS = new DerivedKeys("0123456789abcdef0123456789abcdef");
  public static final String READER = "reader-token";
  public static final String CONTENT = "content-token";

  private final Path directory = Files.createTempDirectory("archive");
  private EmbeddedPostgres postgres = start(0);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochMilli(Records.AT).plusSeconds(60));
  private final Clock clock = new MovedClock();
  public final Database database = new Database(postgres.getPostgresDatabase());
  public final ResourceStore resources = new ResourceStore(database, clock);
  public final Partitions partitions;
  public final AtomicLong expired = new AtomicLong();
  public final Erasures erasures = new Erasures(database, resources, clock);
  public final EventStore store;

  public ArchiveDatabase() throws IOException {
    this(new Retention(90, 30, 0));
  }

  public ArchiveDatabase(Retention retention) throws IOException {
    database.migrate();
    partitions = new Partitions(database, clock, retention);
    store = new EventStore(database, partitions, erasures, expired::addAndGet);
  }

  public void passes(Duration time) {
    now.updateAndGet(moment -> moment.plus(time));
  }

  private EmbeddedPostgres start(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  /** The database goes away, with what it keeps. */
  public void stop() throws IOException {
    postgres.close();
  }

  /** It comes back, at the same address. */
  public void startAgain() throws IOException {
    postgres = start(postgres.getPort());
  }

  public Connection connection() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /** Connections as the process makes them. */
  public Database pooled() {
    return Database.of(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
  }

  /** Writes into the same tables over other connections. */
  public EventStore store(Database other) {
    return new EventStore(
        other,
        new Partitions(other, clock, new Retention(90, 30, 0)),
        new Erasures(other, resources, clock),
        expired::addAndGet);
  }

  ArchiveApi api() {
    Queries queries = new Queries(database);
    return new ArchiveApi(
        queries,
        new Interactions(database),
        new Lineage(queries, resources),
        erasures,
        new Access(KEYS, READER, CONTENT),
        clock);
  }

  /** Adds what a Dataset asks for. */
  void training(Router router) {
    new TrainingApi(new TrainingData(database), new Access(KEYS, READER, CONTENT), clock)
        .mount(router);
  }

  /** First column of each row. */
  public List<String> column(String sql) throws SQLException {
    return database.query(sql, statement -> {}, row -> row.getString(1));
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private final class MovedClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }
}
