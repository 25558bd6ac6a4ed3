package io.homeostat.archive;

import io.homeostat.archive.store.Interactions;
import io.homeostat.archive.store.Queries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Asks for the last day with more and more days behind it and writes how long that took, as a
 * table. {@code bench.perSecond} interactions a second fill each day; five services share them.
 *
 * <p>So that a month is made in minutes, its days are not logged and only the last one has content,
 * which lies in a table of its own that none of these queries reads.
 */
class LastDayBench {
  private static final int[] DAYS_BEHIND = {0, 1, 7, 30};
  private static final int REPETITIONS = 15;
  private static final String SERVICE = "ns/s0";
  private static final String INTERACTION =
      """
      insert into interaction (id, response_id, service, release, role, served_by, plan_revision, session, consumer, capability,
        time, origin, status, finish_reason, latency_millis, prompt_tokens, completion_tokens, training)
      select 'i-' || n || '-%1$s', 'r-' || n || '-%1$s', 'ns/s' || n %% 5, 'support-0123456789', 'Stable', 'support-0123456789', 3,
        'session-' || n / 4, 'desk-1', 'c' || n %% 10, timestamptz '%1$s' + n * interval '1 second' / %2$s, 'Gateway', 200, 'stop',
        800, 200, 100, true
      from generate_series(0, %3$s) n
      """;
  private static final String CONTENT =
      """
      insert into content (interaction_id, service, time, messages, answer)
      select id, service, time, ('[{"role": "user", "content": "' || repeat(md5(id), 12) || '"}]')::jsonb, repeat(md5(id || 'a'), 12)
      from interaction where time >= timestamptz '%1$s' and time < timestamptz '%1$s' + interval '1 day'
      """;
  private static final String SCORE =
      """
      insert into score (interaction_id, service, release, role, plan_revision, session, capability, time, scorer_set, composite,
        failed, gating, parts)
      select id, service, release, role, plan_revision, session, capability, time, 'set', abs(hashtext(id)) %% 1000 / 1000.0, false,
        true, '{"judge": 0.5}'::jsonb
      from interaction where time >= timestamptz '%1$s' and time < timestamptz '%1$s' + interval '1 day'
      """;

  @Test
  void measure() throws Exception {
    double perSecond = Double.parseDouble(System.getProperty("bench.perSecond"));
    List<String> lines = new ArrayList<>();
    lines.add("| days behind | rows of a kind | size | page of the last day | page, score below 0.5 | quality of the last day | by id, of all days |");
    lines.add("|---|---|---|---|---|---|---|");
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      archive.partitions.keep();
      Instant now = Instant.ofEpochMilli(Records.AT).plusSeconds(60);
      int filled = -1;
      for (int behind : DAYS_BEHIND) {
        while (filled < behind) {
          filled++;
          fill(archive, now.minus(Duration.ofDays(filled + 1L)), perSecond, filled == 0);
        }
        archive.database.execute("analyze", statement -> {});
        lines.add(measured(archive, behind, now));
      }
    }
    Path results = Path.of(System.getProperty("bench.results"));
    Files.createDirectories(results);
    Files.writeString(results.resolve("last-day.md"), String.join("\n", lines) + "\n");
  }

  private static void fill(
      ArchiveDatabase archive, Instant from, double perSecond, boolean content)
      throws SQLException {
    for (String parent : List.of("interaction", "content", "score", "feedback")) {
      for (int i = 0; i < 2; i++) {
        String day = from.plus(Duration.ofDays(i)).toString().substring(0, 10);
        archive.database.execute(
            "select homeostat_partition('%s', '%s')".formatted(parent, day), statement -> {});
        archive.database.execute(
            "alter table %s_%s set unlogged".formatted(parent, day.replace("-", "")),
            statement -> {});
      }
    }
    long last = (long) (Duration.ofDays(1).toSeconds() * perSecond) - 1;
    archive.database.execute(INTERACTION.formatted(from, perSecond, last), statement -> {});
    if (content) {
      archive.database.execute(CONTENT.formatted(from), statement -> {});
    }
    archive.database.execute(SCORE.formatted(from), statement -> {});
  }

  private static String measured(ArchiveDatabase archive, int behind, Instant now)
      throws Exception {
    Interactions interactions = new Interactions(archive.database);
    Queries queries = new Queries(archive.database);
    Instant since = now.minus(Duration.ofDays(1));
    String id = archive.column("select id from interaction order by time limit 1").getFirst();
    return String.format(
        Locale.ROOT,
        "| %d | %s | %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms |",
        behind,
        archive.column("select to_char(count(*), 'FM999,999,999') from interaction").getFirst(),
        archive.column("select pg_size_pretty(pg_database_size(current_database()))").getFirst(),
        median(() -> interactions.list(filter(since, now, null))),
        median(() -> interactions.list(filter(since, now, .5))),
        median(() -> queries.quality(SERVICE, since, now)),
        median(() -> queries.interaction(id)));
  }

  private static Interactions.Filter filter(Instant since, Instant now, Double scoreBelow) {
    return new Interactions.Filter(SERVICE, null, null, since, now, scoreBelow, null, 50, true);
  }

  private static double median(Query query) throws SQLException {
    double[] millis = new double[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      query.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[REPETITIONS / 2];
  }

  /** Something that is asked. */
  @FunctionalInterface
  private interface Query {
    void run() throws SQLException;
  }
}
