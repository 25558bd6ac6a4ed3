package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReplayCommandTest {
  @Test
  void aReportTellsWhoseRecordsWereSentAndWhatWasPassedOver() throws Exception {
    assertThat(
            report(
                "{\"dry\":false,\"replayed\":{\"monitor\":1,\"scorer\":2},\"truncated\":1,\"unreadable\":0}"))
        .isEqualToNormalizingNewlines(
            """
            sent 1 again that the monitor could not use
            sent 2 again that the scorer could not use

            passed over 1 that were cut off at 5 MiB""");
    assertThat(
            report("{\"dry\":true,\"replayed\":{\"scorer\":2},\"truncated\":0,\"unreadable\":0}"))
        .isEqualTo("would send 2 again that the scorer could not use");
    assertThat(report("{\"dry\":true,\"replayed\":{},\"truncated\":0,\"unreadable\":0}"))
        .isEqualTo("no dead letter waits");
  }

  @Test
  void whatIsReplayedMustBeNamed() {
    StringWriter errors = new StringWriter();
    CommandLine command = new CommandLine(new ReplayCommand()).setErr(new PrintWriter(errors));
    assertThat(command.execute("--dry-run")).isEqualTo(2);
    assertThat(errors.toString()).contains("--dead-letters");
  }

  private static String report(String json) throws Exception {
    return ReplayCommand.report(new ObjectMapper().readTree(json));
  }
}
