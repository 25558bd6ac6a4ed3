package io.homeostat.cli.plan;

import picocli.CommandLine.Command;

/** The group {@code homeostat plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Tells what a monitor or a canary costs before you apply it; needs no cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PlanDriftCommand.class,
      PlanMonitorCommand.class,
      PlanCanaryCommand.class,
      PlanEvaluationCommand.class
    })
public final class PlanCommand {}
