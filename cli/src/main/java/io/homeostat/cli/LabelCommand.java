package io.homeostat.cli;

import picocli.CommandLine.Command;

/** People's labels of judged answers, by which a judge is checked and its means are corrected. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    description = "Labels judged answers, and tells what the labels say of the judge.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LabelNextCommand.class, LabelSubmitCommand.class, LabelReportCommand.class})
final class LabelCommand {}
