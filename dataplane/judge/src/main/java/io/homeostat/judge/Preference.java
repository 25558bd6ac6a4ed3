package io.homeostat.judge;

/** Which of two answers a judge holds for the better one. */
public enum Preference {
  /** The first. */
  First,
  /** The second. */
  Second,
  /** Neither, or the one that stood in a certain place whichever it was. */
  Tie;

  /** The same with the answers changed about. */
  Preference swapped() {
    return switch (this) {
      case First -> Second;
      case Second -> First;
      case Tie -> Tie;
    };
  }
}
