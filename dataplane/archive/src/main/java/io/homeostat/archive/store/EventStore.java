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
import java.util.function.ToLongFunction;

/** Writes events; writing one twice leaves one. */
public final class EventStore {
  private static final String INTERACTION =
      """
      insert into interaction (id, response_id, service, release, role, served_by, plan_revision, session, consumer, capability,
        time, origin, route, user_key, tags, status, error, finish_reason, latency_millis, first_token_millis, prompt_tokens,
        completion_tokens, training)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id, time) do nothing
      """;
  private static final String CONTENT =
      """
      insert into content (interaction_id, service, user_key, time, messages, answer, reference, evidence)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (interaction_id, time) do nothing
      """;
  private static final String SCORE =
      """
      insert into score (interaction_id, service, release, role, plan_revision, session, capability, time, scorer_set,
        composite, unscored_reason, failed, gating, parts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (interaction_id, time) do nothing
      """;
  private static final String FEEDBACK =
      """
      insert into feedback (id, interaction_id, service, time, source, rating, correction, scores)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id, time) do nothing
      """;
  private static final String VERDICT =
      """
      insert into verdict (key, service, type, as_of, body) values (?, ?, ?, ?, ?)
      on conflict (key) do update set as_of = excluded.as_of, body = excluded.body where verdict.as_of <= excluded.as_of
      """;

  private final Database database;
  private final Partitions partitions;
  private final Erasures erasures;

  /**
   * Writes into a database.
   *
   * @param partitions makes the tables of each day; what is older than they keep is left out
   * @param erasures whose content is not to be kept
   */
  public EventStore(Database database, Partitions partitions, Erasures erasures) {
    this.database = database;
    this.partitions = partitions;
    this.erasures = erasures;
  }

  /** Stores interactions; content that the service does not want captured is not in them. */
  public void interactions(List<Interaction> items) throws SQLException {
    List<Interaction> kept = kept(items, Interaction::timeMillis);
    if (kept.isEmpty()) {
      return;
    }
    database.transaction(
        connection -> {
          Database.batch(connection, INTERACTION, kept, EventStore::set);
          Database.batch(
              connection,
              CONTENT,
              erasures.withoutErased(
                  connection,
                  kept.stream()
                      .filter(EventStore::hasContent)
                      .filter(item -> partitions.keepsContent(item.timeMillis()))
                      .toList()),
              EventStore::setContent);
        });
  }

  /** Stores scores. */
  public void scores(List<Score> items) throws SQLException {
    database.batch(SCORE, kept(items, Score::timeMillis), EventStore::set);
  }

  /** Stores feedback. */
  public void feedback(List<Feedback> items) throws SQLException {
    database.batch(FEEDBACK, kept(items, Feedback::timeMillis), EventStore::set);
  }

  private <T> List<T> kept(List<T> items, ToLongFunction<T> millis) throws SQLException {
    List<T> kept =
        items.stream().filter(item -> partitions.keeps(millis.applyAsLong(item))).toList();
    partitions.prepare(kept.stream().map(millis::applyAsLong).toList());
    return kept;
  }

  private static boolean hasContent(Interaction item) {
    return item.messages() != null
        || item.answer() != null
        || item.reference() != null
        || item.evidence() != null;
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
    statement.setString(10, item.capability());
    statement.setTimestamp(11, new Timestamp(item.timeMillis()));
    statement.setString(12, item.origin() == null ? Interaction.GATEWAY : item.origin());
    statement.setString(13, item.route());
    statement.setString(14, item.user());
    statement.setObject(15, Json.column(item.tags()));
    statement.setInt(16, item.status());
    statement.setString(17, item.error());
    statement.setString(18, item.finishReason());
    statement.setLong(19, item.latencyMillis());
    statement.setObject(20, item.firstTokenMillis(), Types.BIGINT);
    statement.setObject(21, item.promptTokens(), Types.INTEGER);
    statement.setObject(22, item.completionTokens(), Types.INTEGER);
    statement.setBoolean(23, item.use() != null && item.use().contains("Training"));
  }

  private static void setContent(PreparedStatement statement, Interaction item)
      throws SQLException {
    statement.setString(1, item.id());
    statement.setString(2, item.service());
    statement.setString(3, item.user());
    statement.setTimestamp(4, new Timestamp(item.timeMillis()));
    statement.setObject(5, Json.column(item.messages()));
    statement.setString(6, Json.text(item.answer()));
    statement.setString(7, Json.text(item.reference()));
    statement.setObject(8, Json.column(item.evidence()));
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
    statement.setObject(8, Json.column(item.scores()));
  }

  private static void set(PreparedStatement statement, Verdict item) throws SQLException {
    statement.setString(1, item.key());
    statement.setString(2, item.service());
    statement.setString(3, item.getClass().getSimpleName());
    statement.setTimestamp(4, new Timestamp(item.asOfMillis()));
    statement.setObject(5, Json.column(item));
  }
}
