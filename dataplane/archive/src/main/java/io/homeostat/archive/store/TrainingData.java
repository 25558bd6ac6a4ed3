package io.homeostat.archive.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;

/** Reads what datasets are made of: content of interactions that may be used for training. */
public final class TrainingData {
  private static final String CORRECTIONS =
      """
      select i.id, i.session, f.source, s.capability, c.messages, c.answer, f.correction, c.reference, f.time
      from feedback f
      join interaction i on i.id = f.interaction_id or i.response_id = f.interaction_id
      join content c on c.interaction_id = i.id and c.time = i.time
      join score s on s.interaction_id = i.id and s.time = i.time
      where f.service = ? and i.service = f.service and s.capability = ? and f.time >= ? and f.correction is not null
        and i.training and c.messages is not null
      order by f.time, f.id
      limit ?
      """;
  private static final String ANSWERS =
      """
      select i.id, i.session, coalesce(s.capability, i.capability, 'other'), i.release, c.messages, c.answer, c.reference,
        s.composite, (select avg(f.rating) from feedback f
          where f.service = i.service and f.interaction_id in (i.id, i.response_id)) as rating,
        (select bool_and(part.value::float8 = 1) from jsonb_each_text(s.parts) part
          where part.key like 'invariant%') as invariants_hold,
        i.time
      from interaction i
      join content c on c.interaction_id = i.id and c.time = i.time
      left join score s on s.interaction_id = i.id and s.time = i.time
      where i.service = ? and i.time >= ? and i.time < ? and i.training and i.status = 200 and i.role is distinct from 'Shadow'
        and c.messages is not null and c.answer is not null
        and (cardinality(?::text[]) = 0 or coalesce(s.capability, i.capability, 'other') = any (?::text[]))
        and (cardinality(?::text[]) = 0 or i.release = any (?::text[]))
        and (?::float8 is null or s.composite >= ?::float8) and (?::float8 is null or s.composite <= ?::float8)
        and (?::timestamptz is null or (i.time, i.id) < (?::timestamptz, ?::text))
      """;
  private static final String RATED =
      "select * from (%s) answered where rating >= ? order by time desc, id desc limit ?"
          .formatted(ANSWERS);
  private static final String ALL =
      "select * from (%s) answered order by time desc, id desc limit ?".formatted(ANSWERS);
  private static final String USED =
      "insert into dataset_use (service, dataset, interaction_id, time) values (?, ?, ?, ?) on"
          + " conflict do nothing";

  private final Database database;

  public TrainingData(Database database) {
    this.database = database;
  }

  /**
   * Which answers.
   *
   * @param capabilities empty for all
   * @param releases empty for all
   * @param scoreAtLeast composite score; null for scored or not
   * @param scoreAtMost composite score; null for scored or not
   * @param ratingAtLeast mean rating by people; null for rated or not
   * @param before id of the last answer of the page before; null for the first page
   * @param beforeTime its time
   */
  public record Wanted(
      String service,
      List<String> capabilities,
      List<String> releases,
      Instant since,
      Instant until,
      Double scoreAtLeast,
      Double scoreAtMost,
      Double ratingAtLeast,
      String before,
      Instant beforeTime,
      int limit) {}

  /**
   * An answer of the model as training data.
   *
   * @param rating mean of people's ratings; null without
   * @param invariantsHold whether every invariant that was checked holds; null when none was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      String interactionId,
      String session,
      String capability,
      String release,
      JsonNode messages,
      String answer,
      String reference,
      Double composite,
      Double rating,
      Boolean invariantsHold,
      long timeMillis) {}

  /** Corrections of a capability since a moment, all of each interaction, the oldest first. */
  public List<Correction> corrections(String service, String capability, Instant since, int limit)
      throws SQLException {
    return database.query(
        CORRECTIONS,
        statement -> {
          statement.setString(1, service);
          statement.setString(2, capability);
          statement.setTimestamp(3, Timestamp.from(since));
          statement.setInt(4, limit);
        },
        row ->
            new Correction(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Json.node(row.getString(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getTimestamp(9).getTime()));
  }

  /** Answers, the latest first. */
  public List<Answer> answers(Wanted wanted) throws SQLException {
    return database.query(
        wanted.ratingAtLeast() == null ? ALL : RATED,
        statement -> set(statement, wanted),
        TrainingData::answer);
  }

  /** Remembers that a Dataset was given the content of these interactions. */
  public void used(String service, String dataset, List<String> interactions, Instant now)
      throws SQLException {
    database.batch(
        USED,
        interactions,
        (statement, interaction) -> {
          statement.setString(1, service);
          statement.setString(2, dataset);
          statement.setString(3, interaction);
          statement.setTimestamp(4, Timestamp.from(now));
        });
  }

  private static void set(PreparedStatement statement, Wanted wanted) throws SQLException {
    Array capabilities = array(statement, wanted.capabilities());
    Array releases = array(statement, wanted.releases());
    Timestamp before = wanted.beforeTime() == null ? null : Timestamp.from(wanted.beforeTime());
    int next = 1;
    statement.setString(next++, wanted.service());
    statement.setTimestamp(next++, Timestamp.from(wanted.since()));
    statement.setTimestamp(next++, Timestamp.from(wanted.until()));
    statement.setArray(next++, capabilities);
    statement.setArray(next++, capabilities);
    statement.setArray(next++, releases);
    statement.setArray(next++, releases);
    statement.setObject(next++, wanted.scoreAtLeast(), Types.DOUBLE);
    statement.setObject(next++, wanted.scoreAtLeast(), Types.DOUBLE);
    statement.setObject(next++, wanted.scoreAtMost(), Types.DOUBLE);
    statement.setObject(next++, wanted.scoreAtMost(), Types.DOUBLE);
    statement.setTimestamp(next++, before);
    statement.setTimestamp(next++, before);
    statement.setString(next++, wanted.before());
    if (wanted.ratingAtLeast() != null) {
      statement.setDouble(next++, wanted.ratingAtLeast());
    }
    statement.setInt(next, wanted.limit());
  }

  private static Array array(PreparedStatement statement, List<String> values) throws SQLException {
    return statement.getConnection().createArrayOf("text", values.toArray());
  }

  private static Answer answer(ResultSet row) throws SQLException {
    return new Answer(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Json.node(row.getString(5)),
        row.getString(6),
        row.getString(7),
        row.getObject(8, Double.class),
        row.getObject(9, Double.class),
        row.getObject(10, Boolean.class),
        row.getTimestamp(11).getTime());
  }
}
