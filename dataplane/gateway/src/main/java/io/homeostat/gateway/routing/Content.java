package io.homeostat.gateway.routing;

/** What is kept of the messages and answers of a model. */
public enum Content {
  /** Nothing; only figures. */
  NONE("None"),
  /** Everything but personal data and secrets, which are replaced. */
  REDACTED("Redacted"),
  /** Everything. */
  FULL("Full");

  private final String text;

  Content(String text) {
    this.text = text;
  }

  /** Returns the choice of that name; what nobody knows keeps nothing. */
  public static Content of(String text) {
    for (Content content : values()) {
      if (content.text.equals(text)) {
        return content;
      }
    }
    return NONE;
  }
}
