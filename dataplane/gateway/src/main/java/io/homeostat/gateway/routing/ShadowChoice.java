package io.homeostat.gateway.routing;

import java.util.Optional;

/**
 * Chooses the requests that are also sent to the release in shadow. The choice hangs on the request
 * alone, not on its session, so that every session has its share in the comparison.
 */
public final class ShadowChoice {
  private ShadowChoice() {}

  /**
   * Returns the shadow that gets a copy of a request; empty when none does.
   *
   * @param answering arm that answers the client; only stable is compared with a shadow
   * @param interaction id of the interaction
   */
  public static Optional<Arm> of(Plan plan, Arm answering, String interaction) {
    if (answering.role() != Role.STABLE) {
      return Optional.empty();
    }
    return plan.arm(Role.SHADOW)
        .filter(
            shadow -> Split.place(interaction, "shadow/" + plan.salt()) < shadow.shadowPermille());
  }
}
