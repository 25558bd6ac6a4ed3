package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.distribution.ScoreDistribution;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.MonitorPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what a DriftMonitor will find, how fast, and at how many false alarms. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how many false alarms a DriftMonitor allows, which drops it can find, and how soon.",
      "The figures come from the code that the monitor runs. A drop of d: so many answers become"
          + " worthless that the mean falls by d."
    },
    footer = {
      "",
      "Example:",
      "  homeostat plan monitor -f driftmonitor.yaml --streams 12 --scores-per-hour 200"
    })
final class PlanMonitorCommand implements Callable<Integer> {
  private static final double[] DROPS = {0.02, 0.05, 0.1, 0.2};

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "YAML file with the DriftMonitor.")
  private Path file;

  @Option(
      names = "--streams",
      required = true,
      paramLabel = "N",
      description = "Streams of the monitor: signals times capabilities.")
  private int streams;

  @Option(
      names = "--scores-per-hour",
      required = true,
      paramLabel = "R",
      description = "Scores of each stream in an hour; a session is one score.")
  private double scoresPerHour;

  @Option(
      names = "--distribution",
      paramLabel = "SCORES",
      defaultValue = "beta:8,2",
      converter = ScoreDistributionConverter.class,
      description =
          "Scores to be expected: beta:A,B or discrete:V1=P1,V2=P2,.., default ${DEFAULT-VALUE}.")
  private ScoreDistribution distribution;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (streams < 1 || streams > 1_000_000) {
      throw new UsageException("--streams: write 1 to 1000000 instead of " + streams);
    }
    if (!(scoresPerHour >= 1e-3 && scoresPerHour <= 1e9)) {
      throw new UsageException("--scores-per-hour: write 0.001 to 1e9 instead of " + scoresPerHour);
    }
    if (!distribution.isUnit()) {
      throw new UsageException(
          "--distribution: a monitor takes scores in [0, 1]: write beta:A,B or discrete:..");
    }
    DriftMonitorFile monitor = DriftMonitorFile.read(file);
    DriftSettings settings = monitor.settings();
    MonitorPlan plan =
        MonitorPlan.of(
            settings, monitor.budget(streams), scoresPerHour, distribution::quantile, DROPS);
    MonitorPlanReport report =
        new MonitorPlanReport(monitor.name(), settings, plan, streams, scoresPerHour);
    command.commandLine().getOut().println(output.render(() -> report.json(), () -> report.text()));
    return 0;
  }
}
