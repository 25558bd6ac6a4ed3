package io.homeostat.cli.score;

import io.homeostat.cli.terminal.Progress;
import io.homeostat.cli.terminal.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Compares answers with their references, line by line; serves as a gate in CI. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Compares answers with their references.",
      "Reads one JSON object a line: {\"id\": .., \"reference\": \"..\", \"hypothesis\": \"..\"}."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every line was scored and every minimum met",
      "1:a mean is below its minimum, or there is nothing to compare with it",
      "2:a wrong call, or malformed lines, which are left out"
    },
    footer = {
      "",
      "Example:",
      "  homeostat score --metric bleu,rougeL --minimum rougeL=0.4 -o text answers.jsonl"
    })
public final class ScoreCommand implements Callable<Integer> {
  private static final int BELOW_MINIMUM = 1;
  private static final int MALFORMED = 2;
  private static final int FLUSHED_LINES = 256;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "JSON lines, - for standard input, which is the default.")
  private Path file;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      split = ",",
      defaultValue = "bleu,chrf,rougeL",
      converter = Metric.Converter.class,
      description =
          "Some of bleu, chrf, chrf++ (0 to 100), rouge1, rouge2, rougeL, rougeLsum, exact,"
              + " token-f1 (0 to 1); default ${DEFAULT-VALUE}.")
  private List<Metric> metrics;

  @Option(names = "--stem", description = "ROUGE takes words of one stem for one word.")
  private boolean stem;

  @Option(names = "--detail", description = "Adds precision and recall of ROUGE and token-f1.")
  private boolean detail;

  @Option(
      names = "--minimum",
      paramLabel = "METRIC=MEAN",
      split = ",",
      converter = Minimum.Converter.class,
      description = "Exit code 1 when the mean of a metric is below.")
  private List<Minimum> minimums = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      converter = FormatConverter.class,
      description = "jsonl: each answer; text: means with intervals; default ${DEFAULT-VALUE}.")
  private Format format;

  @Spec private CommandSpec spec;

  private PrintWriter out;
  private PrintWriter err;

  enum Format {
    JSONL,
    TEXT
  }

  @Override
  public Integer call() throws IOException, UsageException {
    out = spec.commandLine().getOut();
    err = spec.commandLine().getErr();
    Set<Metric> wanted = new LinkedHashSet<>(metrics);
    minimums.forEach(minimum -> wanted.add(minimum.metric()));
    Scores scores = new Scores(wanted, stem, detail);
    ScoreReport report =
        format == Format.JSONL
            ? new ScoreReport.Json(scores.names())
            : new ScoreReport.Text(scores.names());
    Means means = new Means(scores.names());
    try (Lines lines = new Lines(open());
        Progress progress = Progress.on(err)) {
      long malformed = score(lines, scores, report, means, progress);
      out.print(report.end(scores, minimums));
      out.flush();
      boolean met = meets(means);
      return malformed > 0 ? MALFORMED : met ? 0 : BELOW_MINIMUM;
    }
  }

  private long score(Lines lines, Scores scores, ScoreReport report, Means means, Progress progress)
      throws IOException {
    long malformed = 0;
    long size = isStandardInput() ? 0 : Files.size(file);
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      try {
        Pair pair = Pair.read(line);
        double[] figures = scores.of(pair);
        means.add(figures);
        out.print(report.line(pair, lines.number(), figures));
      } catch (MalformedLineException e) {
        malformed++;
        err.println("line " + lines.number() + ": " + e.getMessage());
      }
      // a reader that left, such as head, ends the run
      if ((lines.number() % FLUSHED_LINES == 0 || lines.waiting()) && out.checkError()) {
        break;
      }
      if (format == Format.TEXT && size > 0) {
        progress.at("scoring", Math.min(1, lines.bytes() / (double) size));
      }
    }
    return malformed;
  }

  private boolean meets(Means means) {
    boolean met = true;
    for (Minimum minimum : minimums) {
      String name = minimum.metric().label();
      if (means.count() == 0) {
        err.println("no answer to compare with the minimum of " + name);
        met = false;
      } else if (!minimum.isMet(means.of(name))) {
        err.printf("%s is %.4f, below its minimum %s%n", name, means.of(name), minimum.value());
        met = false;
      }
    }
    return met;
  }

  private boolean isStandardInput() {
    return file.toString().equals("-");
  }

  private InputStream open() throws IOException, UsageException {
    if (isStandardInput()) {
      return System.in;
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(
          "no file to read at '"
              + file
              + "'; write the path of JSON lines, or - for standard input");
    }
    return Files.newInputStream(file);
  }

  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value) {
        case "jsonl" -> Format.JSONL;
        case "text" -> Format.TEXT;
        default ->
            throw new TypeConversionException("write jsonl or text instead of '" + value + "'");
      };
    }
  }
}
