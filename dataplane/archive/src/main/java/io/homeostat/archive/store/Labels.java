package io.homeostat.archive.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.archive.label.LabelQueue;
import io.homeostat.archive.label.LabelQueue.Place;
import io.homeostat.archive.label.LabelQueue.Queue;
import io.homeostat.archive.label.LabelReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps people's labels, and finds the judged answers to ask them about. */
public final class Labels {
  private static final int SCANNED = 2_000;
  private static final int MOST_SCORES = 200_000;
  private static final String JUDGED =
      """
      from score s join content c on c.interaction_id = s.interaction_id and c.time = s.time
      where s.service = ? and s.time >= ? and s.time < ? and (?::text is null or s.capability = ?)
        and jsonb_exists(s.parts, 'judge') and c.answer is not null
      """;
  private static final String WAITING =
      """
      select s.interaction_id, s.time, s.capability, s.parts, c.messages, c.answer, c.reference,
        homeostat_label_position(s.interaction_id) as position
      %s and homeostat_label_position(s.interaction_id) >= ? and homeostat_label_position(s.interaction_id) < ?
        and not exists (select 1 from label l where l.interaction_id = s.interaction_id)
      order by position, s.interaction_id limit %d
      """
          .formatted(JUDGED, SCANNED);
  private static final String ONE =
      """
      select s.service, s.time, s.parts, homeostat_label_position(s.interaction_id) from score s
      where s.interaction_id = ? and jsonb_exists(s.parts, 'judge')
      """;
  private static final String INSERT =
      """
      insert into label (interaction_id, labeller, service, time, labelled, queue, probability, scores)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (interaction_id, labeller) do update set labelled = excluded.labelled, scores = excluded.scores
      """;
  private static final String RANDOM =
      """
      select (select avg((value::float8 - 1) / 4) from label l, jsonb_each_text(l.scores)
              where l.interaction_id = s.interaction_id and l.queue = 'Random'),
        (s.parts ->> 'judge')::float8
      %s order by homeostat_label_position(s.interaction_id), s.interaction_id limit %d
      """
          .formatted(JUDGED, MOST_SCORES);

  private final Database database;

  public Labels(Database database) {
    this.database = database;
  }

  /**
   * Answers of which period and use.
   *
   * @param capability null for all
   */
  public record Period(String service, String capability, Instant since, Instant until) {}

  /**
   * A judged answer that waits for a label; position and parts are not told, or they would sway.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(
      String id,
      String capability,
      Queue queue,
      double probability,
      List<String> dimensions,
      JsonNode messages,
      String answer,
      String reference) {}

  /** A judged answer by its id. */
  public record Judged(String service, Instant time, Map<String, Double> parts, double position) {
    /** What a label must score. */
    public List<String> dimensions() {
      return Labels.dimensions(parts);
    }
  }

  /** The next answers to label: random and uncertain ones in turn, none that has a label. */
  public List<Item> next(Period period, LabelQueue queue, int limit) throws SQLException {
    List<Item> random = waiting(period, queue, 0, queue.share());
    List<Item> uncertain = waiting(period, queue, queue.share(), queue.end());
    List<Item> items = new ArrayList<>();
    for (int i = 0; items.size() < limit && (i < random.size() || i < uncertain.size()); i++) {
      if (i < random.size()) {
        items.add(random.get(i));
      }
      if (i < uncertain.size() && items.size() < limit) {
        items.add(uncertain.get(i));
      }
    }
    return items;
  }

  /** A judged answer. */
  public Optional<Judged> judged(String id) throws SQLException {
    return database
        .query(
            ONE,
            statement -> statement.setString(1, id),
            row ->
                new Judged(
                    row.getString(1),
                    row.getTimestamp(2).toInstant(),
                    parts(row.getString(3)),
                    row.getDouble(4)))
        .stream()
        .findFirst();
  }

  /**
   * Keeps a label; a person's later one replaces the earlier.
   *
   * @param scores dimension → 1..5
   */
  public void keep(
      String id,
      Judged judged,
      Place place,
      String labeller,
      Map<String, Integer> scores,
      Instant now)
      throws SQLException {
    database.batch(
        INSERT,
        List.of(id),
        (statement, key) -> {
          statement.setString(1, key);
          statement.setString(2, Json.text(labeller));
          statement.setString(3, judged.service());
          statement.setTimestamp(4, Timestamp.from(judged.time()));
          statement.setTimestamp(5, Timestamp.from(now));
          statement.setString(6, place.queue().name());
          statement.setDouble(7, place.probability());
          statement.setObject(8, Json.column(scores));
        });
  }

  /** What the random labels say about the judge's mean. */
  public LabelReport report(Period period) throws SQLException {
    List<Double> labels = new ArrayList<>();
    List<Double> judged = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    database.query(
        RANDOM,
        statement -> set(statement, period),
        row -> {
          double label = row.getDouble(1);
          if (row.wasNull()) {
            others.add(row.getDouble(2));
          } else {
            labels.add(label);
            judged.add(row.getDouble(2));
          }
          return label;
        });
    return LabelReport.of(array(labels), array(judged), array(others));
  }

  private List<Item> waiting(Period period, LabelQueue queue, double from, double to)
      throws SQLException {
    return database
        .query(
            WAITING,
            statement -> {
              set(statement, period);
              statement.setDouble(6, from);
              statement.setDouble(7, to);
            },
            row -> item(row, queue))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Item> item(ResultSet row, LabelQueue queue) throws SQLException {
    Map<String, Double> parts = parts(row.getString("parts"));
    Optional<Place> place = queue.place(row.getDouble("position"), parts);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Item(
            row.getString("interaction_id"),
            row.getString("capability"),
            place.get().queue(),
            place.get().probability(),
            dimensions(parts),
            Json.node(row.getString("messages")),
            row.getString("answer"),
            row.getString("reference")));
  }

  private static void set(java.sql.PreparedStatement statement, Period period) throws SQLException {
    statement.setString(1, period.service());
    statement.setTimestamp(2, Timestamp.from(period.since()));
    statement.setTimestamp(3, Timestamp.from(period.until()));
    statement.setString(4, period.capability());
    statement.setString(5, period.capability());
  }

  private static Map<String, Double> parts(String json) throws SQLException {
    Map<String, Double> parts = new TreeMap<>();
    Json.node(json)
        .properties()
        .forEach(part -> parts.put(part.getKey(), part.getValue().asDouble()));
    return parts;
  }

  private static List<String> dimensions(Map<String, Double> parts) {
    return parts.keySet().stream()
        .filter(name -> name.startsWith("judge."))
        .map(name -> name.substring("judge.".length()))
        .toList();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
