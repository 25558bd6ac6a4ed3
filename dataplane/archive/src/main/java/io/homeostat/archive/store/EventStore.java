package io.homeostat.archive.store;

import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.Score;
import io.homeostat.events.Verdict;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

/** Writes events; writing one twice leaves one. */
public final class EventStore {
  private static final String INTERACTION =
      """
      insert into interaction (id, response_id, service, release, role, served_by, plan_revision, session, consumer, time,
        messages, answer, status, error, finish_reason, latency_millis, first_token_millis, prompt_tokens, completion_tokens, training)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
      """;
  private static final String SCORE =
      """
      insert into score (interaction_id, service, release, role, plan_revision, session, capability, time, scorer_set,
        composite, unscored_reason, failed, gating, parts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (interaction_id) do nothing
      """;
  private static final String FEEDBACK =
      """
      insert into feedback (id, interaction_id, service, time, source, rating, correction)
      values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
      """;
  private static final String VERDICT =
      """
      insert into verdict (key, service, type, as_of, body) values (?, ?, ?, ?, ?)
      on conflict (key) do update set as_of = excluded.as_of, body = excluded.body where verdict.as_of <= excluded.as_of
      """;

  private final Database database;

  public EventStore(Database database) {
    this.database = database;
  }

  /** Stores interactions; content that the service does not want captured is not in them. */
  public void interactions(List<Interaction> items) throws SQLException {
    database.batch(INTERACTION, items, EventStore::set);
  }

  /** Stores scores. */
  public void scores(List<Score> items) throws SQLException {
    database.batch(SCORE, items, EventStore::set);
  }

  /** Stores feedback. */
  public void feedback(List<Feedback> items) throws SQLException {
    database.batch(FEEDBACK, items, EventStore::set);
  }

  /** Keeps the latest verdict of each subject. */
  public void verdicts(List<Verdict> items) throws SQLException {
    database.batch(VERDICT, items, EventStore::set);
  }

  private static void set(PreparedStatement statement, Interaction item) throws SQLException {
    statement.setString(1, item.id());
    statement.setString(2, item.responseId());
    statement.setString(3, item.service());
    statement.setString(4, item.release());
    statement.setString(5, item.role());
    statement.setString(6, item.servedBy());
    statement.setLong(7, item.planRevision());
    statement.setString(8, item.session());
    statement.setString(9, item.consumer());
    statement.setTimestamp(10, new Timestamp(item.timeMillis()));
    statement.setObject(11, Json.column(item.messages()));
    statement.setString(12, Json.text(item.answer()));
    statement.setInt(13, item.status());
    statement.setString(14, item.error());
    statement.setString(15, item.finishReason());
    statement.setLong(16, item.latencyMillis());
    statement.setObject(17, item.firstTokenMillis(), Types.BIGINT);
    statement.setObject(18, item.promptTokens(), Types.INTEGER);
    statement.setObject(19, item.completionTokens(), Types.INTEGER);
    statement.setBoolean(20, item.use() != null && item.use().contains("Training"));
  }

  private static void set(PreparedStatement statement, Score item) throws SQLException {
    statement.setString(1, item.interactionId());
    statement.setString(2, item.service());
    statement.setString(3, item.release());
    statement.setString(4, item.role());
    statement.setLong(5, item.planRevision());
    statement.setString(6, item.session());
    statement.setString(7, item.capability());
    statement.setTimestamp(8, new Timestamp(item.timeMillis()));
    statement.setString(9, item.scorerSet());
    statement.setObject(10, item.composite(), Types.DOUBLE);
    statement.setString(11, item.unscoredReason());
    statement.setBoolean(12, item.failed());
    statement.setBoolean(13, item.gating());
    statement.setObject(14, Json.column(item.parts()));
  }

  private static void set(PreparedStatement statement, Feedback item) throws SQLException {
    statement.setString(1, item.id());
    statement.setString(2, item.interactionId());
    statement.setString(3, item.service());
    statement.setTimestamp(4, new Timestamp(item.timeMillis()));
    statement.setString(5, item.source());
    statement.setObject(6, item.rating(), Types.DOUBLE);
    statement.setString(7, Json.text(item.correction()));
  }

  private static void set(PreparedStatement statement, Verdict item) throws SQLException {
    statement.setString(1, item.key());
    statement.setString(2, item.service());
    statement.setString(3, item.getClass().getSimpleName());
    statement.setTimestamp(4, new Timestamp(item.asOfMillis()));
    statement.setObject(5, Json.column(item));
  }
}
