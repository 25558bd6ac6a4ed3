package io.homeostat.cli.canary;

import io.homeostat.cli.terminal.Table;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How canaries stand, to read on a terminal. */
final class StatusReport {
  private static final String NONE = "-";

  private StatusReport() {}

  /** One line for each canary. */
  static String of(List<CanaryRelease> canaries) {
    Table table =
        new Table("NAME", "SERVICE", "CANDIDATE", "STATE", "STEP", "WEIGHT", "SESSIONS", "WORST");
    for (CanaryRelease canary : canaries) {
      CanaryReleaseStatus status = canary.getStatus();
      table.row(
          canary.getMetadata().getName(),
          canary.getSpec().modelServiceRef().name(),
          canary.getSpec().candidateRef().name(),
          status == null ? "Waiting" : text(status.state()),
          status == null ? NONE : text(status.stepDisplay()),
          status == null ? NONE : text(status.weight()),
          status == null ? NONE : text(status.samples()),
          status == null ? NONE : text(status.difference()));
    }
    return table.toString();
  }

  /** Everything about one canary. */
  static String of(CanaryRelease canary) {
    List<String> lines = new ArrayList<>();
    lines.add(of(List.of(canary)));
    CanaryReleaseStatus status = canary.getStatus();
    if (status == null) {
      return lines.getFirst();
    }
    lines.add("");
    add(lines, "now", status.message());
    if (status.shadow() != null) {
      add(
          lines,
          "shadow",
          "%s permille of the requests, %s pairs compared"
              .formatted(text(status.shadow().permille()), text(status.shadow().pairs())));
    }
    if (status.hold() != null && status.hold().since() != null) {
      add(lines, "held", "by %s since %s".formatted(status.hold().by(), status.hold().since()));
    }
    status.conditions().stream()
        .filter(condition -> "OnTime".equals(condition.getType()))
        .forEach(condition -> add(lines, "on time", condition.getMessage()));
    add(lines, "loss since anchor", status.lossSinceAnchor());
    for (CanaryReleaseStatus.Metric metric : status.metrics()) {
      add(lines, metric.name(), metric.message());
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static void add(List<String> lines, String name, String text) {
    if (text != null && !text.isEmpty()) {
      lines.add(name + ": " + text);
    }
  }

  private static String text(Object value) {
    return Objects.toString(value, NONE);
  }
}
