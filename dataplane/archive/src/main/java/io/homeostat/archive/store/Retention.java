package io.homeostat.archive.store;

import java.time.LocalDate;

/**
 * How long the archive remembers.
 *
 * @param days days of figures: interactions, scores, feedback
 * @param contentDays days of messages and answers, at most {@code days}
 * @param maxBytes bytes of all days together, indexes included; 0 for no limit
 */
public record Retention(int days, int contentDays, long maxBytes) {
  /** First day of figures that is kept. */
  LocalDate first(LocalDate today) {
    return today.minusDays(days);
  }

  /** First day of content that is kept. */
  LocalDate firstContent(LocalDate today) {
    return today.minusDays(Math.min(days, contentDays));
  }
}
