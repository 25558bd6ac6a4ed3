package io.homeostat.cli.judge;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.Calibration;
import io.homeostat.judge.CalibrationItem;
import io.homeostat.judge.ChatModels;
import io.homeostat.judge.JudgeBudget;
import io.homeostat.judge.JudgeClient;
import io.homeostat.judge.JudgeConnection;
import io.homeostat.judge.JudgeLimits;
import io.homeostat.judge.Quotation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a judge about labelled items as the scorer would, and says whether it may gate. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Asks a judge to rate labelled answers and compares with the labels.",
      "Reads one JSON object a line: {\"question\": .., \"answer\": .., \"reference\": ..,"
          + " \"labels\": {\"<dimension>\": 1 to 5}}."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the judge agrees with the labels: its scores may gate",
      "1:it does not, or did not answer",
      "2:a wrong call, or items that cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  homeostat judge calibrate -f items.jsonl --judge judge.yaml --api-key-env JUDGE_KEY",
      "  homeostat judge calibrate -f items.jsonl --endpoint http://localhost:11434/v1 --model"
          + " qwen3:8b -o json"
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "Labelled items, at least 50, as JSON lines.")
  private Path file;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private JudgeOptions judge;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "Environment variable with the endpoint's API key. Default: no key is sent.")
  private String apiKeyVariable;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException, UsageException {
    JudgeSpec asked = judge.spec();
    List<CalibrationItem> items = items(asked);
    JudgeConnection connection =
        new JudgeConnection(
            ChatModels.of(asked, apiKey()),
            new JudgeLimits(asked, Clock.systemUTC()),
            JudgeBudget.UNLIMITED,
            Thread::sleep);
    Calibration.Outcome outcome =
        new Calibration(asked.calibration())
            .measure(new JudgeClient(asked.rubric(), Quotation.random(), connection), items);
    CalibrationReport report = CalibrationReport.of(outcome);
    spec.commandLine().getOut().println(output.render(() -> report, report::text));
    return outcome.calibrated() ? 0 : 1;
  }

  private List<CalibrationItem> items(JudgeSpec asked) throws IOException, UsageException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(
          "there is no file '%s': write the path of JSON lines".formatted(file));
    }
    try {
      return CalibrationItem.parse(
          Files.readString(file),
          asked.rubric().dimensions().stream().map(JudgeSpec.Dimension::name).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException("'%s': %s".formatted(file, e.getMessage()));
    } catch (CharacterCodingException e) {
      throw new UsageException("'%s' is not written in UTF-8".formatted(file));
    }
  }

  private String apiKey() throws UsageException {
    if (apiKeyVariable == null) {
      return null;
    }
    String key = System.getenv(apiKeyVariable);
    if (key == null || key.isBlank()) {
      throw new UsageException(
          "the environment variable %s of --api-key-env is not set: put the key into it"
              .formatted(apiKeyVariable));
    }
    return key.strip();
  }
}
