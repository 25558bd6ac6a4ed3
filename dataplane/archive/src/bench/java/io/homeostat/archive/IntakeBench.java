package io.homeostat.archive;

import io.homeostat.archive.store.Database;
import io.homeostat.archive.store.EventStore;
import io.homeostat.events.Score;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Stores scores batch by batch, as the archive does (one insert of many rows) and by COPY into a
 * temporary table from which the new rows are taken over, and writes how many a second both do.
 */
class IntakeBench {
  private static final int[] BATCHES = {50, 500};
  private static final int ROUNDS = 9;
  private static final int ROWS = 10_000;
  private static final String COPIED =
      "create temp table copied (like score) on commit delete rows";
  private static final String COPY =
      "copy copied (interaction_id, service, release, role, plan_revision, session, capability, time, scorer_set, composite, failed,"
          + " gating, parts) from stdin";
  private static final String TAKE_OVER =
      "insert into score select * from copied on conflict (interaction_id, time) do nothing";

  private int made;

  @Test
  void measure() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add("| rows in a batch | one insert of many rows | COPY and take over | times as fast |");
    lines.add("|---|---|---|---|");
    try (ArchiveDatabase archive = new ArchiveDatabase();
        Database pooled = archive.pooled();
        Connection connection = archive.connection()) {
      archive.partitions.keep();
      try (Statement statement = connection.createStatement()) {
        statement.execute(COPIED);
      }
      connection.setAutoCommit(false);
      EventStore store = archive.store(pooled);
      for (int size : BATCHES) {
        lines.add(compared(store, connection, size));
      }
    }
    Path results = Path.of(System.getProperty("bench.results"));
    Files.createDirectories(results);
    Files.writeString(results.resolve("intake.md"), String.join("\n", lines) + "\n");
  }

  /** In turns, so that what else the machine does meets both. */
  private String compared(EventStore store, Connection connection, int size)
      throws Exception {
    double[] inserted = new double[ROUNDS];
    double[] copied = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      inserted[round] = rate(size, store::scores);
      copied[round] = rate(size, batch -> copy(connection, batch));
    }
    Arrays.sort(inserted);
    Arrays.sort(copied);
    double one = inserted[ROUNDS / 2];
    double other = copied[ROUNDS / 2];
    return String.format(
        Locale.ROOT,
        "| %d | %,.0f a second | %,.0f a second | %.2f |",
        size,
        one,
        other,
        other / one);
  }

  private double rate(int size, Writer writer) throws Exception {
    List<List<Score>> batches = new ArrayList<>();
    for (int i = 0; i < ROWS / size; i++) {
      List<Score> batch = new ArrayList<>();
      for (int row = 0; row < size; row++) {
        batch.add(Records.score("bench-" + made++, "ns/bench", 0.5));
      }
      batches.add(batch);
    }
    long start = System.nanoTime();
    for (List<Score> batch : batches) {
      writer.write(batch);
    }
    return ROWS * 1e9 / (System.nanoTime() - start);
  }

  private static void copy(Connection connection, List<Score> batch) throws Exception {
    StringBuilder rows = new StringBuilder();
    for (Score score : batch) {
      rows.append(
          String.join(
              "\t",
              score.interactionId(),
              score.service(),
              score.release(),
              score.role(),
              Long.toString(score.planRevision()),
              score.session(),
              score.capability(),
              Instant.ofEpochMilli(score.timeMillis()).toString(),
              score.scorerSet(),
              Double.toString(score.composite()),
              Boolean.toString(score.failed()),
              Boolean.toString(score.gating()),
              "{\"judge\": 0.5}"));
      rows.append('\n');
    }
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    manager.copyIn(COPY, new StringReader(rows.toString()));
    try (Statement statement = connection.createStatement()) {
      statement.execute(TAKE_OVER);
    }
    connection.commit();
  }

  /** Stores a batch. */
  @FunctionalInterface
  private interface Writer {
    void write(List<Score> batch) throws Exception;
  }
}
