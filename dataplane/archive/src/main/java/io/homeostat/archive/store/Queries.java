package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what reports and lineage ask for. */
public final class Queries {
  private static final String QUALITY =
      """
      select release, capability, count(*), avg(value), coalesce(stddev_samp(value), 0)
      from (select release, capability, session, avg(composite) as value from score
            where service = ? and time >= ? and time < ? and composite is not null
            group by release, capability, session) sessions
      group by release, capability order by capability, release
      """;
  private static final String INTERACTION =
      """
      select id, response_id, service, release, role, served_by, plan_revision, session, consumer, time, status, error,
        finish_reason, latency_millis, prompt_tokens, completion_tokens
      from interaction where id = ? or response_id = ? limit 1
      """;
  private static final String SCORE =
      "select capability, composite, unscored_reason, failed, scorer_set, parts from score where"
          + " interaction_id = ?";

  private final Database database;

  public Queries(Database database) {
    this.database = database;
  }

  /** Mean quality by release and capability over the sessions of a time range. */
  public List<Quality> quality(String service, Instant from, Instant to) throws SQLException {
    return database.query(
        QUALITY,
        statement -> {
          statement.setString(1, service);
          statement.setTimestamp(2, Timestamp.from(from));
          statement.setTimestamp(3, Timestamp.from(to));
        },
        row ->
            Quality.of(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getDouble(4),
                row.getDouble(5)));
  }

  /** An interaction by its own or its response's id, without content. */
  public Optional<ObjectNode> interaction(String id) throws SQLException {
    return database
        .query(
            INTERACTION,
            statement -> {
              statement.setString(1, id);
              statement.setString(2, id);
            },
            Queries::object)
        .stream()
        .findFirst();
  }

  /** The score of an interaction. */
  public Optional<ObjectNode> score(String interactionId) throws SQLException {
    return database
        .query(SCORE, statement -> statement.setString(1, interactionId), Queries::object)
        .stream()
        .findFirst();
  }

  static ObjectNode object(ResultSet row) throws SQLException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    var columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      Object value = row.getObject(i);
      if (value != null) {
        object.set(camelCase(columns.getColumnName(i)), node(row, i, columns.getColumnTypeName(i)));
      }
    }
    return object;
  }

  private static JsonNode node(ResultSet row, int column, String type) throws SQLException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (type) {
      case "jsonb" -> Json.node(row.getString(column));
      case "timestamptz" -> nodes.textNode(row.getTimestamp(column).toInstant().toString());
      case "bool" -> nodes.booleanNode(row.getBoolean(column));
      case "float8" -> nodes.numberNode(row.getDouble(column));
      case "int4", "int8" -> nodes.numberNode(row.getLong(column));
      default -> nodes.textNode(row.getString(column));
    };
  }

  private static String camelCase(String column) {
    StringBuilder name = new StringBuilder();
    for (String part : column.split("_")) {
      name.append(
          name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }
}
