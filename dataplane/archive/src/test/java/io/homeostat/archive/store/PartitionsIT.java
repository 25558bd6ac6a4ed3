package io.homeostat.archive.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.archive.ArchiveDatabase;
import io.homeostat.archive.Records;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What the archive keeps, for how long and where, on a real PostgreSQL. */
class PartitionsIT {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final String DAYS =
      "select count(*) from pg_inherits where inhparent = 'interaction'::regclass";

  @Test
  void aDayIsForgottenByDroppingItContentBeforeFigures() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      archive.partitions.keep();
      assertThat(archive.column(DAYS)).as("today and two days ahead").containsExactly("3");
      archive.store.interactions(List.of(Records.at("old", "ns/s", Records.AT)));
      archive.store.scores(List.of(Records.score("old", "ns/s", 1.0)));
      archive.passes(Duration.ofDays(31));
      archive.store.interactions(List.of(Records.at("new", "ns/s", Records.AT + 31 * DAY)));
      assertThat(archive.partitions.keep())
          .hasSize(1)
          .allMatch(name -> name.startsWith("content_"));
      assertThat(archive.column("select interaction_id from content")).containsExactly("new");
      assertThat(archive.column("select id from interaction order by id"))
          .containsExactly("new", "old");

      archive.passes(Duration.ofDays(60));
      archive.partitions.keep();
      assertThat(archive.column("select id from interaction")).containsExactly("new");
      assertThat(archive.column("select interaction_id from score")).isEmpty();
    }
  }

  @Test
  void whatCameTooLateIsLeftOutAndNoClockMakesDaysFarAhead() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      archive.store.interactions(
          List.of(
              Records.at("late", "ns/s", Records.AT - 91 * DAY),
              Records.at("without-content", "ns/s", Records.AT - 31 * DAY),
              Records.at("now", "ns/s", Records.AT)));
      assertThat(archive.column("select id from interaction order by id"))
          .containsExactly("now", "without-content");
      assertThat(archive.column("select interaction_id from content")).containsExactly("now");
      List<Interaction> ahead = List.of(Records.at("ahead", "ns/s", Records.AT + 5 * DAY));
      assertThatThrownBy(() -> archive.store.interactions(ahead))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("days ahead");
    }
  }

  @Test
  void theOldestDaysGoFirstWhenAllTakesTooMuchAndTodayNever() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase(new Retention(90, 90, 1))) {
      for (int day = 0; day < 4; day++) {
        archive.store.interactions(List.of(Records.at("d" + day, "ns/s", Records.AT - day * DAY)));
      }
      archive.partitions.keep();
      assertThat(archive.column("select id from interaction")).containsExactly("d0");
    }
  }

  @Test
  void theSameRecordAgainChangesNothing() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      List<Interaction> batch =
          IntStream.range(0, 500)
              .mapToObj(i -> Records.at("i" + i, "ns/s", Records.AT + i))
              .toList();
      Feedback feedback =
          new Feedback(
              1, "f", "i1", "ns/s", Records.AT, "desk", null, null, java.util.Map.of("x", .5));
      for (int i = 0; i < 2; i++) {
        archive.store.interactions(batch);
        archive.store.feedback(List.of(feedback));
      }
      assertThat(archive.column("select count(*) from interaction")).containsExactly("500");
      assertThat(archive.column("select count(*) from content")).containsExactly("500");
      assertThat(archive.column("select scores ->> 'x' from feedback")).containsExactly("0.5");
    }
  }

  @Test
  void theLastDayIsReadFromItsOwnTablesHoweverManyDaysThereAre() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      for (int day = 0; day < 40; day++) {
        archive.store.interactions(List.of(Records.at("d" + day, "ns/s", Records.AT - day * DAY)));
      }
      Instant now = Instant.ofEpochMilli(Records.AT);
      Interactions.Filter lastDay =
          new Interactions.Filter(
              "ns/s", null, null, now.minus(Duration.ofDays(1)), now, null, null, 50, true);
      String plan = String.join("\n", new Interactions(archive.database).plan(lastDay));
      assertThat(plan.lines().filter(line -> line.contains(" on interaction_")))
          .as(plan)
          .hasSize(2);
      assertThat(plan.lines().filter(line -> line.matches(".* on (score|content)_[0-9]+.*")))
          .as(plan)
          .hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void whatWasThereBeforeDaysHadTablesStays() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Flyway.configure().dataSource(postgres.getPostgresDatabase()).target("1").load().migrate();
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            """
            insert into interaction (id, response_id, service, release, plan_revision, session, time, messages, answer, status,
              latency_millis, training)
            values ('a', 'ra', 'ns/s', 'r', 1, 's', '2026-09-01 23:59:59.999+00', '[]', 'yes', 200, 5, true),
                   ('b', null, 'ns/s', 'r', 1, 's', '2026-09-02 00:00:00+00', null, null, 200, 5, true)
            """);
        statement.execute(
            "insert into score values ('a', 'ns/s', 'r', 'Stable', 1, 's', 'date', '2026-09-01 23:59:59.999+00', 'set', 0.5,"
                + " null, false, true, '{}')");
        statement.execute(
            "insert into feedback values ('f', 'a', 'ns/s', '2026-09-03 00:00:00+00', 'desk', 1, 'right')");
      }
      Database database = new Database(postgres.getPostgresDatabase());
      database.migrate();
      assertThat(column(database, "select id from interaction order by id"))
          .containsExactly("a", "b");
      assertThat(column(database, "select id from interaction_20260902")).containsExactly("b");
      assertThat(column(database, "select answer from content")).containsExactly("yes");
      assertThat(column(database, "select composite from score_20260901")).containsExactly("0.5");
      assertThat(column(database, "select correction from feedback_20260903"))
          .containsExactly("right");
    }
  }

  private static List<String> column(Database database, String sql) throws SQLException {
    return database.query(sql, statement -> {}, row -> row.getString(1));
  }
}
