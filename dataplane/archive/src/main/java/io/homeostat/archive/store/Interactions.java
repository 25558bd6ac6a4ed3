package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists interactions with their scores, the latest first, a page at a time. */
public final class Interactions {
  private static final String COLUMNS =
      """
      select i.id, i.response_id, i.service, i.release, i.role, coalesce(s.capability, i.capability) as capability, i.session,
        i.consumer, i.time, i.origin, i.tags, i.status, i.error, i.finish_reason, i.latency_millis, i.prompt_tokens,
        i.completion_tokens, s.composite, s.unscored_reason, s.failed, s.scorer_set, s.parts
      """;
  private static final String CONTENT = ", c.messages, c.answer, c.reference, c.evidence";
  private static final String FROM =
      """
       from interaction i
      left join score s on s.interaction_id = i.id and s.time = i.time and s.time >= ? and s.time < ?
      """;
  private static final String WITH_CONTENT =
      "left join content c on c.interaction_id = i.id and c.time = i.time and c.time >= ? and"
          + " c.time < ? ";

  private final Database database;

  public Interactions(Database database) {
    this.database = database;
  }

  /**
   * What to list.
   *
   * @param service {@code namespace/name}
   * @param release null for all
   * @param capability null for all
   * @param until not itself part of the range
   * @param scoreBelow composite scores below this only; null for all, scored or not
   * @param before id of the last interaction of the page before, which ended at {@code until}; null
   *     for the first page
   * @param content whether to tell messages and answers
   */
  public record Filter(
      String service,
      String release,
      String capability,
      Instant since,
      Instant until,
      Double scoreBelow,
      String before,
      int limit,
      boolean content) {}

  /** The interactions, the latest first. */
  public List<ObjectNode> list(Filter filter) throws SQLException {
    List<Object> values = new ArrayList<>();
    String sql = sql(filter, values);
    return database.query(sql, statement -> set(statement, values), Queries::object);
  }

  /** How PostgreSQL would read them: the lines of EXPLAIN. */
  List<String> plan(Filter filter) throws SQLException {
    List<Object> values = new ArrayList<>();
    String sql = sql(filter, values);
    return database.query(
        "explain " + sql, statement -> set(statement, values), row -> row.getString(1));
  }

  private static String sql(Filter filter, List<Object> values) {
    Timestamp since = Timestamp.from(filter.since());
    Timestamp until = Timestamp.from(filter.until());
    // a page that goes on within a millisecond looks at that millisecond again
    Timestamp end = filter.before() == null ? until : Timestamp.from(filter.until().plusMillis(1));
    StringBuilder sql = new StringBuilder(COLUMNS);
    sql.append(filter.content() ? CONTENT : "").append(FROM);
    values.addAll(List.of(since, end));
    if (filter.content()) {
      sql.append(WITH_CONTENT);
      values.addAll(List.of(since, end));
    }
    sql.append(" where i.service = ? and i.time >= ? and i.time < ?");
    values.addAll(List.of(filter.service(), since, end));
    and(sql, values, " and i.release = ?", filter.release());
    and(sql, values, " and coalesce(s.capability, i.capability) = ?", filter.capability());
    and(sql, values, " and s.composite < ?", filter.scoreBelow());
    if (filter.before() != null) {
      sql.append(" and (i.time, i.id) < (?, ?)");
      values.addAll(List.of(until, filter.before()));
    }
    sql.append(" order by i.time desc, i.id desc limit ?");
    values.add(filter.limit());
    return sql.toString();
  }

  private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }
}
