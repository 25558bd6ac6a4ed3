package io.homeostat.gateway.redaction;

import java.util.function.Consumer;

/**
 * Finds one family of personal data. The work grows with the length of the text and with nothing
 * else, whatever the text is, because clients choose it.
 */
@FunctionalInterface
interface Detector {
  /** Reports everything that it finds in a text. */
  void find(String text, Consumer<Span> found);
}
