package io.homeostat.cli.terminal;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a call that cannot work with one line and exit code 2, never with a stack trace. */
public final class ErrorLines {
  private ErrorLines() {}

  /** Makes {@code command} and its subcommands answer so. */
  public static CommandLine install(CommandLine command) {
    command.setParameterExceptionHandler((failure, arguments) -> wrongCall(failure));
    command.setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, at));
    return command;
  }

  private static int wrongCall(ParameterException failure) {
    CommandLine at = failure.getCommandLine();
    String line = oneLine(failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      line += "; did you mean " + unmatched.getSuggestions().getFirst();
    }
    at.getErr().println(line + " (see " + at.getCommandSpec().qualifiedName() + " --help)");
    return ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine at) {
    at.getErr().println(oneLine(String.valueOf(failure.getMessage())));
    return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
