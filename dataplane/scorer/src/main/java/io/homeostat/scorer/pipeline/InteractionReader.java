package io.homeostat.scorer.pipeline;

import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.MalformedEventException;

/** Reads an interaction and refuses one that lacks what a score needs. */
final class InteractionReader {
  private InteractionReader() {}

  static Interaction read(byte[] bytes) throws MalformedEventException {
    Interaction interaction = EventCodec.decode(bytes, Interaction.class);
    for (String needed :
        new String[] {
          interaction.id(), interaction.service(), interaction.release(), interaction.session()
        }) {
      if (needed == null || needed.isBlank()) {
        throw new MalformedEventException(
            "expected an Interaction with id, service, release and session, found one of them"
                + " empty");
      }
    }
    return interaction;
  }
}
