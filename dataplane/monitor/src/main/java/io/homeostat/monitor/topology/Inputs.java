package io.homeostat.monitor.topology;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import java.util.regex.Pattern;

/**
 * Reads records and refuses those that no honest scorer or gateway writes, before they can reach
 * any state.
 */
final class Inputs {
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,62})/[a-z0-9]([-.a-z0-9]{0,252})");
  private static final int LONGEST_ID = 200;
  private static final int MOST_TEXT = 1_000;
  private static final long AHEAD_MILLIS = 300_000;

  private Inputs() {}

  /**
   * Reads a score.
   *
   * @param writtenMillis time of the record
   * @throws MalformedEventException when it cannot be used; the message carries no content
   */
  static Score score(String key, byte[] value, long writtenMillis) throws MalformedEventException {
    Score score = EventCodec.decode(value, Score.class);
    service("Score", key, score.service());
    id("Score.interactionId", score.interactionId());
    id("Score.session", score.session());
    id("Score.release", score.release());
    if (score.responseId() != null) {
      id("Score.responseId", score.responseId());
    }
    if (score.pair() != null) {
      id("Score.pair", score.pair());
    }
    time("Score.timeMillis", score.timeMillis(), writtenMillis);
    if (score.role() == null) {
      throw new MalformedEventException("expected Score.role, found none");
    }
    if (score.composite() != null && !(score.composite() >= 0 && score.composite() <= 1)) {
      throw new MalformedEventException(
          "expected Score.composite in [0,1], found " + score.composite());
    }
    text("Score.scorerSet", score.scorerSet());
    text("Score.answerDigest", score.answerDigest());
    return score;
  }

  /**
   * Reads feedback.
   *
   * @param writtenMillis time of the record
   * @throws MalformedEventException when it cannot be used; the message carries no content
   */
  static Feedback feedback(String key, byte[] value, long writtenMillis)
      throws MalformedEventException {
    Feedback feedback = EventCodec.decode(value, Feedback.class);
    service("Feedback", key, feedback.service());
    id("Feedback.interactionId", feedback.interactionId());
    if (feedback.source() == null) {
      throw new MalformedEventException("expected Feedback.source, found none");
    }
    time("Feedback.timeMillis", feedback.timeMillis(), writtenMillis);
    return feedback;
  }

  private static void service(String type, String key, String service)
      throws MalformedEventException {
    if (service == null || !SERVICE.matcher(service).matches()) {
      throw new MalformedEventException(
          "expected %s.service as namespace/name, found something else".formatted(type));
    }
    if (key == null || !key.startsWith(Topics.key(service, ""))) {
      throw new MalformedEventException(
          "expected a key that begins with the service of the %s, found another: it may lie on a wrong partition"
              .formatted(type));
    }
  }

  private static void id(String field, String id) throws MalformedEventException {
    if (id == null
        || id.isEmpty()
        || id.length() > LONGEST_ID
        || !id.chars().allMatch(Inputs::visible)) {
      throw new MalformedEventException(
          "expected %s of 1 to 200 visible ASCII characters, found %s"
              .formatted(field, id == null ? "none" : id.length() + " characters that are not"));
    }
  }

  private static boolean visible(int character) {
    return character > ' ' && character < 0x7f;
  }

  private static void time(String field, long millis, long writtenMillis)
      throws MalformedEventException {
    if (millis <= 0 || millis > writtenMillis + AHEAD_MILLIS) {
      throw new MalformedEventException(
          "expected %s before the record was written at %d, found %d"
              .formatted(field, writtenMillis, millis));
    }
  }

  private static void text(String field, String text) throws MalformedEventException {
    if (text != null && text.length() > MOST_TEXT) {
      throw new MalformedEventException(
          "expected %s of at most %d characters, found %d"
              .formatted(field, MOST_TEXT, text.length()));
    }
  }
}
