package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.events.Interaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Erases what an end user wrote and was answered, keeps the figures, and remembers which Datasets
 * and adapters learnt of it. Content of before the erasure that arrives later is not kept either.
 */
public final class Erasures {
  /** Longer than Kafka keeps what is not archived yet. */
  private static final Duration LATE = Duration.ofDays(8);

  private static final String OF_USER =
      "select id from interaction where service = ? and user_key = ? and time <= ?";
  private static final String INSERT =
      """
      insert into erasure (service, user_key, time, interactions, datasets)
      select ?, ?, ?, count(*), ? from interaction where service = ? and user_key = ? and time <= ?
      """;
  private static final String DELETE =
      "delete from content where service = ? and user_key = ? and time <= ?";
  private static final String FORGET =
      """
      update feedback set correction = null
      where correction is not null and service = ? and interaction_id in (
        select id from interaction where service = ? and user_key = ? and time <= ?
        union select response_id from interaction where service = ? and user_key = ? and time <= ?)
      """;
  private static final String LIST =
      "select service, user_key, time, interactions, datasets from erasure where service = ? order"
          + " by time desc limit 1000";
  private static final String USED =
      "select distinct dataset from dataset_use where service = ? and interaction_id in ("
          + OF_USER
          + ")";
  private static final String LATEST =
      "select service, user_key, max(time) from erasure where user_key = any (?) group by service,"
          + " user_key";

  private final Database database;
  private final ResourceStore resources;
  private final Clock clock;

  public Erasures(Database database, ResourceStore resources, Clock clock) {
    this.database = database;
    this.resources = resources;
    this.clock = clock;
  }

  /**
   * Erases the content of a user's interactions with a service.
   *
   * @param user opaque key, as in {@link Interaction#user}
   * @return {@code {service, user, time, interactions, datasets: [{name, version, digest,
   *     adapters}]}}
   */
  public ObjectNode erase(String service, String user) throws SQLException {
    Instant now = clock.instant();
    Timestamp time = Timestamp.from(now);
    ArrayNode datasets = datasets(service, user, time);
    database.transaction(
        connection -> {
          Database.update(
              connection,
              INSERT,
              statement -> {
                statement.setString(1, service);
                statement.setString(2, user);
                statement.setTimestamp(3, time);
                statement.setObject(4, Json.column(datasets));
                set(statement, 5, service, user, time);
              });
          delete(connection, service, user, time);
        });
    return list(service).stream()
        .filter(erasure -> erasure.path("user").asText().equals(user))
        .findFirst()
        .orElseThrow(() -> new SQLException("the erasure that was just written is not there"));
  }

  private static void delete(Connection connection, String service, String user, Timestamp time)
      throws SQLException {
    Database.update(connection, DELETE, statement -> set(statement, 1, service, user, time));
    Database.update(
        connection,
        FORGET,
        statement -> {
          statement.setString(1, service);
          set(statement, 2, service, user, time);
          set(statement, 5, service, user, time);
        });
  }

  private static void set(
      PreparedStatement statement, int first, String service, String user, Timestamp time)
      throws SQLException {
    statement.setString(first, service);
    statement.setString(first + 1, user);
    statement.setTimestamp(first + 2, time);
  }

  /** What was erased of a service, the latest first. */
  public List<ObjectNode> list(String service) throws SQLException {
    return database.query(
        LIST,
        statement -> statement.setString(1, service),
        row ->
            JsonNodeFactory.instance
                .objectNode()
                .put("service", row.getString(1))
                .put("user", row.getString(2))
                .put("time", row.getTimestamp(3).toInstant().toString())
                .put("interactions", row.getLong(4))
                .set("datasets", Json.node(row.getString(5))));
  }

  /** Erases again what may have arrived while an erasure was written. Call it every few minutes. */
  public void repeat() throws SQLException {
    Timestamp since = Timestamp.from(clock.instant().minus(LATE));
    for (Erased erased :
        database.query(
            "select service, user_key, time from erasure where time >= ?",
            statement -> statement.setTimestamp(1, since),
            row -> new Erased(row.getString(1), row.getString(2), row.getTimestamp(3)))) {
      database.transaction(
          connection -> delete(connection, erased.service(), erased.user(), erased.time()));
    }
  }

  private record Erased(String service, String user, Timestamp time) {}

  /** Interactions whose user's content was not erased after they took place. */
  List<Interaction> withoutErased(Connection connection, List<Interaction> items)
      throws SQLException {
    String[] users =
        items.stream()
            .map(Interaction::user)
            .filter(user -> user != null)
            .distinct()
            .toArray(String[]::new);
    if (users.length == 0) {
      return items;
    }
    Map<String, Long> erased = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
      statement.setArray(1, connection.createArrayOf("text", users));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          erased.put(rows.getString(1) + "|" + rows.getString(2), rows.getTimestamp(3).getTime());
        }
      }
    }
    return items.stream()
        .filter(
            item ->
                item.timeMillis()
                    > erased.getOrDefault(item.service() + "|" + item.user(), Long.MIN_VALUE))
        .toList();
  }

  private ArrayNode datasets(String service, String user, Timestamp time) throws SQLException {
    String namespace = service.split("/")[0];
    ArrayNode datasets = JsonNodeFactory.instance.arrayNode();
    for (String name :
        database.query(
            USED,
            statement -> {
              statement.setString(1, service);
              set(statement, 2, service, user, time);
            },
            row -> row.getString(1))) {
      ObjectNode dataset = datasets.addObject().put("name", name);
      JsonNode status =
          resources
              .latest("Dataset", namespace, name)
              .map(found -> found.path("status"))
              .orElse(null);
      if (status != null) {
        dataset.set("version", status.get("version"));
        dataset.set("digest", status.get("digest"));
      }
      ArrayNode adapters = dataset.putArray("adapters");
      for (JsonNode job : resources.all("FineTuneJob", namespace)) {
        JsonNode adapter = job.at("/status/artifact/name");
        if (job.at("/spec/datasetRef/name").asText().equals(name) && adapter.isTextual()) {
          adapters.add(adapter);
        }
      }
      for (JsonNode merge : resources.all("AdapterMerge", namespace)) {
        JsonNode adapter = merge.at("/status/artifact/name");
        if (adapter.isTextual() && standsOn(merge, name)) {
          adapters.add(adapter);
        }
      }
    }
    return datasets;
  }

  /** Whether an adapter that was trained on the dataset went into a merge. */
  private static boolean standsOn(JsonNode merge, String dataset) {
    for (JsonNode input : merge.at("/status/inputs")) {
      for (JsonNode name : input.path("datasets")) {
        if (name.asText().equals(dataset)) {
          return true;
        }
      }
    }
    return false;
  }
}
