package io.homeostat.scorer.policy;

import io.homeostat.crds.judge.Judge;

/** Reads what a Judge refers to. */
public interface JudgeSources {
  /**
   * What was found.
   *
   * @param apiKey null when the Judge names no credentials
   * @param items JSON lines
   */
  record Found(String apiKey, String items) {}

  /**
   * Reads credentials and labelled items.
   *
   * @throws MissingReferenceException naming the object or key that is missing
   */
  Found read(Judge judge) throws MissingReferenceException;

  /** Something that a Judge refers to is not there. */
  final class MissingReferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    public MissingReferenceException(String message) {
      super(message);
    }
  }
}
