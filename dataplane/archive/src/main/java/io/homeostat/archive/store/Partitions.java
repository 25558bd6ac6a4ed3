package io.homeostat.archive.store;

import java.sql.Date;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tables of the coming days and drops those of days that are not kept any more. */
public final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final String CONTENT = "content";
  private static final List<String> PARENTS = List.of("interaction", CONTENT, "score", "feedback");
  private static final Pattern NAME = Pattern.compile("([a-z]+)_([0-9]{8})");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final int DAYS_AHEAD = 2;
  private static final String DATETIME_OVERFLOW = "22008";
  private static final String ALL =
      """
      select child.relname, pg_total_relation_size(child.oid)
      from pg_inherits
      join pg_class child on child.oid = inhrelid
      join pg_class parent on parent.oid = inhparent
      where parent.relname = any (?) and parent.relkind = 'p' and child.relkind = 'r'
      """;

  private final Database database;
  private final Clock clock;
  private final Retention retention;
  private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

  public Partitions(Database database, Clock clock, Retention retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /** Whether something of a moment is to be kept, or is so old that it would be dropped at once. */
  boolean keeps(long millis) {
    return !day(millis).isBefore(retention.first(today()));
  }

  /** Whether the content of a moment is to be kept. */
  boolean keepsContent(long millis) {
    return !day(millis).isBefore(retention.firstContent(today()));
  }

  /**
   * Makes the tables that rows of these moments need.
   *
   * @throws SQLException also when a moment is more than two days ahead: no honest clock says so
   */
  void prepare(List<Long> millis) throws SQLException {
    Set<LocalDate> days =
        millis.stream().map(Partitions::day).collect(Collectors.toCollection(HashSet::new));
    days.removeAll(made);
    for (LocalDate day : days) {
      if (day.isAfter(today().plusDays(DAYS_AHEAD))) {
        throw new SQLException(
            "expected a record of at most %d days ahead, found one of %s"
                .formatted(DAYS_AHEAD, day),
            DATETIME_OVERFLOW);
      }
      make(day);
    }
  }

  private void make(LocalDate day) throws SQLException {
    for (String parent : PARENTS) {
      database.execute(
          "select homeostat_partition(?, ?)",
          statement -> {
            statement.setString(1, parent);
            statement.setDate(2, Date.valueOf(day));
          });
    }
    made.add(day);
  }

  /**
   * Makes the coming days and drops what is too old or, the oldest first, too much; today is never
   * dropped. Call it every few minutes.
   *
   * @return names of the tables that were dropped
   */
  public List<String> keep() throws SQLException {
    LocalDate today = today();
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      make(today.plusDays(ahead));
    }
    TreeMap<LocalDate, Map<String, Long>> days = sizes();
    List<String> dropped = new java.util.ArrayList<>();
    for (Map.Entry<LocalDate, Map<String, Long>> day : days.entrySet()) {
      for (String name : List.copyOf(day.getValue().keySet())) {
        boolean content = name.startsWith(CONTENT);
        LocalDate first = content ? retention.firstContent(today) : retention.first(today);
        if (day.getKey().isBefore(first)) {
          drop(name, day.getKey(), dropped);
          day.getValue().remove(name);
        }
      }
    }
    dropWhatIsTooMuch(days, today, dropped);
    return dropped;
  }

  private void dropWhatIsTooMuch(
      TreeMap<LocalDate, Map<String, Long>> days, LocalDate today, List<String> dropped)
      throws SQLException {
    long bytes = days.values().stream().mapToLong(Partitions::sum).sum();
    for (Map.Entry<LocalDate, Map<String, Long>> day : days.headMap(today).entrySet()) {
      if (retention.maxBytes() == 0 || bytes <= retention.maxBytes()) {
        return;
      }
      for (String name : day.getValue().keySet()) {
        drop(name, day.getKey(), dropped);
      }
      bytes -= sum(day.getValue());
    }
    if (retention.maxBytes() > 0 && bytes > retention.maxBytes()) {
      LOG.warn(
          "today alone takes {} bytes, more than the {} that all days may take",
          bytes,
          retention.maxBytes());
    }
  }

  private static long sum(Map<String, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private void drop(String name, LocalDate day, List<String> dropped) throws SQLException {
    database.execute("drop table if exists " + name, statement -> {});
    made.remove(day);
    dropped.add(name);
    LOG.info("dropped {}", name);
  }

  /** Bytes of each table by day. */
  private TreeMap<LocalDate, Map<String, Long>> sizes() throws SQLException {
    TreeMap<LocalDate, Map<String, Long>> days = new TreeMap<>();
    for (Map.Entry<String, Long> table :
        database.query(
            ALL,
            statement ->
                statement.setArray(
                    1, statement.getConnection().createArrayOf("text", PARENTS.toArray())),
            row -> Map.entry(row.getString(1), row.getLong(2)))) {
      Matcher name = NAME.matcher(table.getKey());
      if (name.matches()) {
        days.computeIfAbsent(LocalDate.parse(name.group(2), DAY), day -> new TreeMap<>())
            .put(table.getKey(), table.getValue());
      }
    }
    return days;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
