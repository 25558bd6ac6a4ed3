package io.homeostat.operator.healing.decide;

import io.homeostat.crds.healingpolicy.MaintenanceWindow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells when maintenance windows let something begin. */
final class Windows {
  private static final int DAYS_OF_A_WEEK = 7;

  private Windows() {}

  /**
   * When the next window opens; empty while one is open, and when there are none at all.
   *
   * @param now a window is open from its start, and no longer at its end
   */
  static Optional<Instant> next(List<MaintenanceWindow> windows, Instant now) {
    List<Span> spans = windows.stream().flatMap(window -> around(window, now)).toList();
    boolean open = spans.stream().anyMatch(span -> span.holds(now));
    return open
        ? Optional.empty()
        : spans.stream().map(Span::start).filter(now::isBefore).min(Instant::compareTo);
  }

  /** The first window whose time zone this machine does not know. */
  static Optional<MaintenanceWindow> withUnknownZone(List<MaintenanceWindow> windows) {
    return windows.stream().filter(window -> !known(window.timeZone())).findFirst();
  }

  private record Span(Instant start, Instant end) {
    boolean holds(Instant now) {
      return !now.isBefore(start) && now.isBefore(end);
    }
  }

  /** The window as it opens from yesterday, since it may last over midnight, to a week from now. */
  private static Stream<Span> around(MaintenanceWindow window, Instant now) {
    ZoneId zone = ZoneId.of(window.timeZone());
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalTime start = LocalTime.parse(window.start());
    return IntStream.rangeClosed(-1, DAYS_OF_A_WEEK)
        .mapToObj(today::plusDays)
        .filter(day -> window.days().isEmpty() || opensOn(window, day))
        .map(day -> day.atTime(start).atZone(zone).toInstant())
        .map(opens -> new Span(opens, opens.plusSeconds(window.durationSeconds())));
  }

  private static boolean opensOn(MaintenanceWindow window, LocalDate day) {
    return window.days().stream().anyMatch(day.getDayOfWeek().name()::equalsIgnoreCase);
  }

  private static boolean known(String zone) {
    try {
      ZoneId.of(zone);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
