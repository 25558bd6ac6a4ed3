package io.homeostat.statistics.text;

/** Whether an answer is its reference: equal but for white space around and between words. */
public final class ExactMatch {
  private ExactMatch() {}

  /** Compares with case and punctuation; only the kind and amount of white space is ignored. */
  public static boolean of(String reference, String hypothesis) {
    return reference.equals(hypothesis)
        || WhiteSpace.split(reference).equals(WhiteSpace.split(hypothesis));
  }
}
