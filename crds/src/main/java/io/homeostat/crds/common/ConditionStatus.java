package io.homeostat.crds.common;

/** The three answers of a Kubernetes condition, so that no code spells them as strings. */
public enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String text;

  ConditionStatus(String text) {
    this.text = text;
  }

  /** The word that the API uses: {@code True}, {@code False} or {@code Unknown}. */
  public String text() {
    return text;
  }

  /** {@link #TRUE} or {@link #FALSE}. */
  public static ConditionStatus of(boolean value) {
    return value ? TRUE : FALSE;
  }
}
