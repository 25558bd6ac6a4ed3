package io.homeostat.monitor.cause;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.events.Feedback;
import io.homeostat.events.Score;
import io.homeostat.monitor.ServiceClock;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import io.homeostat.monitor.session.SessionUnit;
import io.homeostat.monitor.session.Sessions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Joins corrections with the scores of the answers that they correct, in either order, and counts
 * them.
 *
 * <p>Remembered are {@link Interactions}, and corrections that came before their score, for ten
 * minutes, at most {@value #MOST_EARLY}. An interaction counts as corrected once, and only when the
 * correction differs from the answer. Texts are reduced to digests.
 */
public final class Corrections {
  static final int MOST_EARLY = 2_000;

  private static final long EARLY_MILLIS = 600_000;
  private static final int SOURCE_DIGITS = 8;
  private static final int ANSWER_DIGITS = 32;

  private final StateTable table;
  private final Interactions interactions;
  private final Sessions sessions;

  public Corrections(StateTable table, Sessions sessions) {
    this.table = table;
    this.interactions = new Interactions(table);
    this.sessions = sessions;
  }

  /** A correction that waits for its score. */
  record Early(String source, String answer, long timeMillis) {}

  /** Whether this score was counted before. */
  public boolean known(Score score) {
    return interactions.knows(score.service(), score.interactionId());
  }

  /** Counts a score that is not {@link #known} and joins it with a correction that waits for it. */
  public void score(Score score, String capability, ServiceClock clock) {
    forget(score.service(), clock);
    String service = score.service();
    ScoredInteraction interaction =
        new ScoredInteraction(
            score.interactionId(),
            score.responseId(),
            capability,
            score.release(),
            SessionUnit.STABLE.equals(score.role()),
            score.timeMillis(),
            start(score.answerDigest(), ANSWER_DIGITS),
            false,
            Sessions.nameOf(score));
    interactions.add(service, interaction, clock);
    if (interaction.stable()) {
      count(service, interaction);
    }
    if (clock.early() == 0) {
      return;
    }
    takeEarly(service, score.interactionId(), score.interactionId(), clock);
    if (score.responseId() != null && !score.responseId().equals(score.interactionId())) {
      takeEarly(service, score.responseId(), score.interactionId(), clock);
    }
  }

  /** Counts a correction, or lets it wait for its score. */
  public void feedback(Feedback feedback, ServiceClock clock) {
    String service = feedback.service();
    String answer = digest(feedback.correction());
    String source = source(feedback.source());
    Optional<ScoredInteraction> known = interactions.find(service, feedback.interactionId());
    if (known.isPresent()) {
      correct(service, known.get(), answer, source);
      return;
    }
    String key = StateKeys.early(service, feedback.interactionId());
    if (table.get(key, Early.class).isPresent()) {
      return;
    }
    if (clock.early() >= MOST_EARLY) {
      List<String> all = table.keys(StateKeys.earlyOrder(service));
      forgetEarly(service, all.subList(0, Math.min(all.size(), MOST_EARLY / 10)), clock);
    }
    table.put(key, new Early(source, answer, feedback.timeMillis()));
    table.put(StateKeys.earlyOrder(service, feedback.timeMillis(), feedback.interactionId()), true);
    clock.addEarly(1);
  }

  static Optional<CorrectionHistory> history(StateTable table, String service, String capability) {
    return table.get(StateKeys.corrections(service, capability), CorrectionHistory.class);
  }

  private void count(String service, ScoredInteraction interaction) {
    CorrectionHistory known =
        history(table, service, interaction.capability())
            .orElse(CorrectionHistory.of(interaction.release()));
    if (!known.release().equals(interaction.release())) {
      if (interaction.timeMillis() < known.lastMillis()) {
        return;
      }
      known = CorrectionHistory.of(interaction.release());
    }
    table.put(
        StateKeys.corrections(service, interaction.capability()),
        known.plusInteraction(interaction.timeMillis()));
  }

  private void correct(
      String service, ScoredInteraction interaction, String answer, String source) {
    if (interaction.corrected()
        || interaction.answer() == null
        || interaction.answer().equals(answer)) {
      return;
    }
    interactions.replace(service, interaction.asCorrected());
    sessions.corrected(
        service, interaction.session(), interaction.capability(), interaction.timeMillis());
    if (interaction.stable()) {
      history(table, service, interaction.capability())
          .filter(history -> history.release().equals(interaction.release()))
          .ifPresent(
              history ->
                  table.put(
                      StateKeys.corrections(service, interaction.capability()),
                      history.plusCorrection(interaction.timeMillis(), source)));
    }
  }

  private void takeEarly(String service, String named, String id, ServiceClock clock) {
    String key = StateKeys.early(service, named);
    table
        .get(key, Early.class)
        .ifPresent(
            early -> {
              table.delete(key);
              table.delete(StateKeys.earlyOrder(service, early.timeMillis(), named));
              clock.addEarly(-1);
              interactions
                  .find(service, id)
                  .ifPresent(known -> correct(service, known, early.answer(), early.source()));
            });
  }

  private void forget(String service, ServiceClock clock) {
    interactions.forget(service, clock);
    if (clock.early() == 0) {
      return;
    }
    String early = StateKeys.earlyOrder(service);
    long oldest = Math.max(0, clock.eventMillis() - EARLY_MILLIS);
    forgetEarly(service, table.keys(early, StateKeys.from(early, oldest)), clock);
  }

  private void forgetEarly(String service, List<String> waiting, ServiceClock clock) {
    for (String key : waiting) {
      table.delete(StateKeys.early(service, StateKeys.restOf(StateKeys.earlyOrder(service), key)));
      table.delete(key);
      clock.addEarly(-1);
    }
  }

  private static String digest(String correction) {
    return start(CanonicalJson.sha256(correction.strip().toLowerCase(Locale.ROOT)), ANSWER_DIGITS);
  }

  private static String source(String identity) {
    return start(CanonicalJson.sha256(identity), SOURCE_DIGITS);
  }

  private static String start(String digits, int length) {
    return digits == null || digits.length() <= length ? digits : digits.substring(0, length);
  }
}
