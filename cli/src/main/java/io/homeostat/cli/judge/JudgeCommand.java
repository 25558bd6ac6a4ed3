package io.homeostat.cli.judge;

import picocli.CommandLine.Command;

/** What concerns LLM judges. */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    description = "Tells whether an LLM judge may be trusted.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CalibrateCommand.class)
public final class JudgeCommand {}
