package io.homeostat.cli.heal;

import io.homeostat.cli.terminal.Table;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How repairs stand, to read on a terminal. */
final class HealStatus {
  private HealStatus() {}

  /** One line for each repair. */
  static String of(List<HealingRun> runs) {
    Table table =
        new Table("NAME", "SERVICE", "CAPABILITY", "DROP", "CAUSE", "TRIES", "STATE", "EFFECT");
    for (HealingRun run : runs) {
      HealingRunStatus status = run.getStatus();
      table.row(
          run.getMetadata().getName(),
          run.getSpec().modelServiceRef().name(),
          run.getSpec().drift().capability(),
          text(run.getSpec().drift().drop()),
          text(run.getSpec().drift().cause()),
          status == null ? "-" : text(status.strategy()),
          status == null ? "-" : text(status.state()),
          status == null ? "-" : text(status.effect()));
    }
    return table.toString();
  }

  /** Everything about one repair. */
  static String of(HealingRun run) {
    List<String> lines = new ArrayList<>();
    lines.add(of(List.of(run)));
    HealingRunStatus status = run.getStatus();
    if (status == null) {
      return lines.getFirst();
    }
    lines.add("");
    Conditions.find(status.conditions(), "Succeeded")
        .ifPresent(now -> lines.add("now: " + now.getMessage()));
    if (status.awaiting() != null) {
      lines.add(
          "asks since %s, %s: %s"
              .formatted(
                  status.awaiting().since(),
                  status.awaiting().gate(),
                  status.awaiting().message()));
    }
    status
        .tried()
        .forEach(tried -> lines.add("tried %s: %s".formatted(tried.strategy(), tried.message())));
    status
        .approvals()
        .forEach(
            approval ->
                lines.add(
                    "approved %s, %s: %s"
                        .formatted(approval.at(), approval.gate(), approval.reason())));
    return String.join(System.lineSeparator(), lines);
  }

  private static String text(Object value) {
    return Objects.toString(value, "-");
  }
}
