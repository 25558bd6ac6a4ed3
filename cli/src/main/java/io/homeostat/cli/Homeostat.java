package io.homeostat.cli;

import io.homeostat.cli.canary.CanaryCommand;
import io.homeostat.cli.compare.CompareCommand;
import io.homeostat.cli.evaluate.EvaluateCommand;
import io.homeostat.cli.heal.HealCommand;
import io.homeostat.cli.judge.JudgeCommand;
import io.homeostat.cli.plan.PlanCommand;
import io.homeostat.cli.prompt.PromptCommand;
import io.homeostat.cli.score.ScoreCommand;
import io.homeostat.cli.terminal.ErrorLines;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code homeostat}: exit code 0 when it did what it was asked, 1 when the answer is
 * no, 2 for a wrong call.
 */
@Command(
    name = "homeostat",
    mixinStandardHelpOptions = true,
    version = "homeostat 0.1.0",
    description = "Looks into a Homeostat installation and plans one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TraceCommand.class,
      InteractionsCommand.class,
      EraseCommand.class,
      DatasetCommand.class,
      ReplayCommand.class,
      CanaryCommand.class,
      HealCommand.class,
      PromptCommand.class,
      PlanCommand.class,
      CompareCommand.class,
      EvaluateCommand.class,
      JudgeCommand.class,
      LabelCommand.class,
      ScoreCommand.class
    })
public final class Homeostat {
  private Homeostat() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return ErrorLines.install(new CommandLine(new Homeostat()));
  }
}
