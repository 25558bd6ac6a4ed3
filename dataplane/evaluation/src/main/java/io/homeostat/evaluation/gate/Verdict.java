package io.homeostat.evaluation.gate;

import java.util.Collection;

/** Outcome of a gate and of an evaluation; the names are those of the API. */
public enum Verdict {
  Pass,
  Fail,
  Inconclusive;

  /** One that fails fails all; else one that is inconclusive makes all so. */
  public static Verdict of(Collection<Verdict> all) {
    return all.contains(Fail)
        ? Fail
        : all.contains(Inconclusive) || all.isEmpty() ? Inconclusive : Pass;
  }
}
