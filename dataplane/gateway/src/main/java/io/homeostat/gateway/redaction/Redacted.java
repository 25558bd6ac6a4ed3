package io.homeostat.gateway.redaction;

/**
 * A text without personal data.
 *
 * @param replaced how many pieces were replaced
 */
public record Redacted(String text, int replaced) {}
