package io.homeostat.cli;

import picocli.CommandLine.Command;

/** What a Dataset holds, and what its poison guard wants a person to look at. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    description = "Looks into Datasets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DatasetInspectCommand.class)
final class DatasetCommand {}
