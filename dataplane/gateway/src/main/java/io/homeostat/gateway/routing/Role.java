package io.homeostat.gateway.routing;

/** The part that a release plays in a plan. */
public enum Role {
  STABLE("Stable"),
  CANDIDATE("Candidate"),
  HOLDBACK("Holdback"),
  /** Gets copies of requests and never answers a client. */
  SHADOW("Shadow");

  private final String text;

  Role(String text) {
    this.text = text;
  }

  /** The name in plans and events. */
  public String text() {
    return text;
  }

  /** Returns the role of that name, or null when there is none. */
  public static Role of(String text) {
    for (Role role : values()) {
      if (role.text.equals(text)) {
        return role;
      }
    }
    return null;
  }
}
