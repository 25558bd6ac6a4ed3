package io.homeostat.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanMonitorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("driftmonitor.yaml");
  }

  private void monitor(String smallestDrop, String perMonth) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: homeostat.io/v1alpha1
        kind: HealingPolicy
        metadata: {name: other}
        ---
        apiVersion: homeostat.io/v1alpha1
        kind: DriftMonitor
        metadata: {name: support}
        spec:
          modelServiceRef: {name: support}
          smallestDropThatMatters: "%s"
          falseAlarms: {perMonth: "%s"}
          baseline: {minimumSamples: 100, freezeSamples: 500, minimumSeconds: 3600}
        """
            .formatted(smallestDrop, perMonth));
  }

  private int run(String... options) {
    CommandLine command = new CommandLine(new PlanMonitorCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(
        (failure, at, _) -> {
          err.append(failure.getMessage());
          return failure instanceof UsageException ? 2 : 1;
        });
    String[] all = new String[options.length + 2];
    all[0] = "-f";
    all[1] = file.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return command.execute(all);
  }

  @Test
  void the_figures_of_a_sound_monitor_are_told() throws IOException {
    monitor("0.1", "1");
    assertThat(run("--streams", "6", "--scores-per-hour", "100", "-o", "json")).isZero();
    JsonNode plan = new ObjectMapper().readTree(out.toString());
    assertThat(plan.get("falseAlarmsPerMonth").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(plan.get("limit").asDouble()).isCloseTo(6 * 72_000, within(1e-6));
    assertThat(plan.get("hoursToFrozenBaseline").asDouble()).isEqualTo(5);
    assertThat(plan.get("smallestDetectableDrop").asDouble()).isBetween(0.05, 0.1);
    JsonNode detection = plan.get("detection");
    assertThat(detection.get(0).get("hours").isNull()).isTrue();
    assertThat(detection.get(2).get("hours").asDouble()).isPositive();
    assertThat(detection.get(3).get("hours").asDouble())
        .isLessThan(detection.get(2).get("hours").asDouble());
    assertThat(plan.get("problems")).isEmpty();
  }

  @Test
  void a_setting_that_cannot_work_is_named_with_what_to_write_instead() throws IOException {
    monitor("0.01", "1");
    assertThat(run("--streams", "6", "--scores-per-hour", "100")).isZero();
    assertThat(out.toString())
        .contains("support: 6 streams, 100 scores", "at most 1 a month", "0.02  ", "never")
        .contains("warning: a drop of spec.smallestDropThatMatters (0.01) cannot be found")
        .contains("smallestDropThatMatters: \"0.04\"");
  }

  @Test
  void a_stream_without_room_and_too_little_traffic_are_named() throws IOException {
    monitor("0.1", "1000");
    run("--streams", "1", "--scores-per-hour", "0.1", "--distribution", "discrete:0=0.99,1=0.01");
    assertThat(out.toString())
        .contains("warning: no drop can be found")
        .contains("warning: every score would be an alarm")
        .contains("warning: the first report comes after 42 days");
  }

  @Test
  void bad_calls_are_answered_in_one_line() throws IOException {
    assertThat(run("--streams", "6", "--scores-per-hour", "100")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file");
    monitor("much", "1");
    assertThat(run("--streams", "6", "--scores-per-hour", "100")).isEqualTo(2);
    assertThat(err.toString()).contains("write a number instead of 'much'");
    assertThat(run("--streams", "0", "--scores-per-hour", "100")).isEqualTo(2);
    assertThat(err.toString()).contains("--streams: write 1 to 1000000 instead of 0");
    Files.writeString(file, "kind: ModelService\n");
    assertThat(run("--streams", "6", "--scores-per-hour", "100")).isEqualTo(2);
    assertThat(err.toString()).contains("holds 0 documents of kind DriftMonitor");
    assertThat(run("--streams", "6", "--scores-per-hour", "1", "--distribution", "normal"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("a monitor takes scores in [0, 1]");
  }
}
