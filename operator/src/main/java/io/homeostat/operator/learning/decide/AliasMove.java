package io.homeostat.operator.learning.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;

/** What is to be done about the alias of an adapter in MLflow, so that it follows the release. */
public enum AliasMove {
  /** The version gets it. */
  SET,
  /** The version loses it, and no other version gets it. */
  REMOVE,
  /** Another version gets it, which takes it away from this one. */
  LEAVE,
  /** It is where it should be. */
  NONE;

  /** The alias of the version that serves. */
  public static final String ALIAS = "stable";

  /**
   * Decides.
   *
   * @param tracked what is known of the adapter in MLflow; null when it is not there
   * @param serves whether the stable release serves the adapter
   * @param successor whether the stable release serves another adapter of the same registered model
   */
  public static AliasMove of(Tracked tracked, boolean serves, boolean successor) {
    if (tracked == null || tracked.version() == null) {
      return NONE;
    }
    if (serves) {
      return tracked.alias() == null ? SET : NONE;
    }
    if (tracked.alias() == null) {
      return NONE;
    }
    return successor ? LEAVE : REMOVE;
  }
}
