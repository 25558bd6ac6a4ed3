package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs what docs/cli.md prints: a file is a named block, a command has its output below. */
class DocumentedCommandsTest {
  private static final Pattern FILE =
      Pattern.compile("This is `([\\w.]+)`:\n\n```(?:json|yaml)\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("```\nhomeostat ([^\n]*)\n```\n```(?:json|text)\n(.*?)```\n", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void every_command_of_the_page_writes_what_the_page_says() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "cli.md"));
    for (MatchResult file : FILE.matcher(page).results().toList()) {
      Files.writeString(folder.resolve(file.group(1)), file.group(2));
    }
    List<MatchResult> commands = COMMAND.matcher(page).results().toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    for (MatchResult command : commands) {
      assertThat(output(command.group(1))).as(command.group(1)).isEqualTo(command.group(2));
    }
  }

  private String output(String arguments) {
    StringWriter out = new StringWriter();
    CommandLine command = Homeostat.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(new StringWriter(), true));
    command.execute(Arrays.stream(arguments.split(" ")).map(this::inFolder).toArray(String[]::new));
    return out.toString();
  }

  private String inFolder(String argument) {
    Path file = folder.resolve(argument);
    return Files.isRegularFile(file) ? file.toString() : argument;
  }
}
