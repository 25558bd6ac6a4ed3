package io.homeostat.gateway.redaction;

/** What is replaced before content leaves the gateway; the first of two that overlap names both. */
public enum PersonalData {
  /** A password, a token or a private key. */
  SECRET,
  EMAIL,
  /** An international bank account number with a right checksum. */
  IBAN,
  /** A payment card number with a right checksum. */
  CARD,
  /** A social security number of the United States. */
  SSN,
  /** An IPv4 or IPv6 address. */
  IP,
  PHONE;

  /** What stands in the text instead, such as {@code [EMAIL]}. */
  public String placeholder() {
    return "[" + name() + "]";
  }
}
