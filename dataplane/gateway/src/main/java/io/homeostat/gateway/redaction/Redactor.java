package io.homeostat.gateway.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces personal data in texts by placeholders that tell its kind. It recognises forms, not
 * meanings: names and addresses of people stay.
 */
public final class Redactor {
  private static final List<Detector> DETECTORS =
      List.of(new Secrets(), new Emails(), new BankAccounts(), new Numbers(), new IpAddresses());
  private static final Comparator<Span> IN_ORDER =
      Comparator.comparingInt(Span::start).thenComparing(Span::kind);

  private Redactor() {}

  /** Replaces what is found; null stays null. */
  public static Redacted redact(String text) {
    if (text == null) {
      return new Redacted(null, 0);
    }
    List<Span> found = new ArrayList<>();
    DETECTORS.forEach(detector -> detector.find(text, found::add));
    if (found.isEmpty()) {
      return new Redacted(text, 0);
    }
    found.sort(IN_ORDER);
    return replace(text, found);
  }

  private static Redacted replace(String text, List<Span> found) {
    StringBuilder result = new StringBuilder(text.length());
    int copied = 0;
    int replaced = 0;
    for (Span span : found) {
      if (replaced == 0 || span.start() >= copied) {
        result.append(text, copied, span.start()).append(span.kind().placeholder());
        replaced++;
      }
      copied = Math.max(copied, span.end());
    }
    return new Redacted(result.append(text, copied, text.length()).toString(), replaced);
  }
}
