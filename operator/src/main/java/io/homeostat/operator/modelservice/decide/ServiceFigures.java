package io.homeostat.operator.modelservice.decide;

import io.homeostat.events.DriftVerdict;
import java.util.List;
import java.util.Locale;

/** The quality of a service in one figure. */
public final class ServiceFigures {
  private ServiceFigures() {}

  /**
   * Mean composite score over all capabilities, each weighted by its sessions, with two decimals.
   *
   * @param verdicts what the monitor said about the service's DriftMonitors
   * @return null when no capability was scored yet
   */
  public static String quality(List<DriftVerdict> verdicts) {
    List<DriftVerdict.Stream> scored =
        verdicts.stream()
            .flatMap(
                verdict ->
                    verdict.streams() == null
                        ? java.util.stream.Stream.of()
                        : verdict.streams().stream())
            .filter(stream -> "Quality".equals(stream.signal()))
            .filter(stream -> stream.current() != null && stream.samples() > 0)
            .toList();
    double sessions = scored.stream().mapToDouble(DriftVerdict.Stream::samples).sum();
    double sum = scored.stream().mapToDouble(stream -> stream.current() * stream.samples()).sum();
    return sessions == 0 ? null : String.format(Locale.ROOT, "%.2f", sum / sessions);
  }
}
