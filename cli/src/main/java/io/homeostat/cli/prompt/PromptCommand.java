package io.homeostat.cli.prompt;

import picocli.CommandLine.Command;

/** The group {@code homeostat prompt}. */
@Command(
    name = "prompt",
    mixinStandardHelpOptions = true,
    description = "Looks at system prompts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PromptDiffCommand.class})
public final class PromptCommand {}
