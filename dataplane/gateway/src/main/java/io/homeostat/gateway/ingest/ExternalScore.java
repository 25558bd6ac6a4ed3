package io.homeostat.gateway.ingest;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.gateway.routing.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A score that somebody else gave an answer.
 *
 * @param id interaction or response id
 * @param name what was scored
 * @param value in [0,1]
 */
record ExternalScore(String id, String name, double value) {
  static final String EXPECTED =
      "a name of 1 to 40 letters, digits, '.', '_' or '-' and a value from 0 to 1";

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,39}");

  /** Returns the score, or empty when one of the three is none. */
  static Optional<ExternalScore> of(String id, String name, Double value) {
    String written = name.strip().replace(' ', '-');
    boolean right =
        id != null
            && ID.matcher(id).matches()
            && NAME.matcher(written).matches()
            && value != null
            && value >= 0
            && value <= 1;
    return right ? Optional.of(new ExternalScore(id, written, value)) : Optional.empty();
  }

  /** The event; the same score told twice is one event. */
  Feedback event(ServedModel model, Sender sender) {
    String all = String.join("|", model.service(), sender.consumer(), id, name, "" + value);
    return new Feedback(
        EventCodec.SCHEMA_VERSION,
        UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString(),
        id,
        model.service(),
        sender.nowMillis(),
        sender.consumer(),
        null,
        null,
        Map.of(name, value));
  }
}
