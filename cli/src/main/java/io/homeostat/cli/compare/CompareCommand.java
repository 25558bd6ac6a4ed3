package io.homeostat.cli.compare;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.Progress;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.Histogram;
import io.homeostat.statistics.samples.Permutations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether the scores of one file differ from those of another. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whether and how far the scores of one file differ from those of another.",
      "Reads one JSON object a line. The answer holds for one look: looking again and again at a"
          + " growing file finds differences that are none."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the report was made, and a gate passed",
      "1:the gate of --fail-below-p failed, or a test had not enough data for it",
      "2:a wrong call, or malformed lines under a gate"
    },
    footer = {
      "",
      "Example:",
      "  homeostat compare --reference old.jsonl --current new.jsonl --field score",
      "  homeostat compare --reference a.jsonl --current b.jsonl --fail-below-p .01"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int MALFORMED = 2;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines of then.")
  private Path reference;

  @Option(
      names = "--current",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines of now.")
  private Path current;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "score",
      description =
          "The number to compare; parts.judge is judge inside parts; default ${DEFAULT-VALUE}.")
  private String field;

  @Option(
      names = "--test",
      paramLabel = "TEST",
      split = ",",
      defaultValue = "ks,cvm,mann-whitney,wasserstein,energy,psi,js",
      converter = SampleTest.Converter.class,
      description = "Some of " + SampleTest.NAMES + "; default ${DEFAULT-VALUE}.")
  private List<SampleTest> tests;

  @Option(
      names = "--alpha",
      paramLabel = "LEVEL",
      defaultValue = "0.01",
      description = "Level of each test and its limit, in (0, 0.5], default ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--permutations",
      paramLabel = "COUNT",
      defaultValue = "999",
      description =
          "Random splits behind each p-value that has no law, 19 to 1000000, default"
              + " ${DEFAULT-VALUE}.")
  private int permutations;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of the random splits, default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--fail-below-p",
      paramLabel = "P",
      description =
          "Exit code 1 when a p-value is at most P divided by the number of tests, so that all"
              + " together fail wrongly with probability P at most.")
  private Double gate;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    Sample then = Sample.read(reference, field, err::println);
    Sample now = Sample.read(current, field, err::println);
    CompareResult result =
        new CompareResult(
            field,
            alpha,
            then,
            now,
            test(then.values(), now.values(), err),
            Histogram.of(then.values(), now.values()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(output.isJson() ? JsonReport.of(result) : new TextReport(result, blocks()));
    out.flush();
    if (gate == null) {
      return 0;
    }
    return then.malformed() + now.malformed() > 0 ? MALFORMED : result.passes(gate) ? 0 : FAILED;
  }

  private void check() throws UsageException {
    if (!(alpha > 0 && alpha <= 0.5)) {
      throw new UsageException("write --alpha in (0, 0.5] instead of " + alpha);
    }
    if (permutations < 19 || permutations > 1_000_000) {
      throw new UsageException(
          "write --permutations from 19 to 1000000 instead of " + permutations);
    }
    if (gate != null && !(gate > 0 && gate <= 0.5)) {
      throw new UsageException("write --fail-below-p in (0, 0.5] instead of " + gate);
    }
  }

  private Map<SampleTest, Comparison> test(double[] then, double[] now, PrintWriter err) {
    Map<SampleTest, Comparison> results = new LinkedHashMap<>();
    try (Progress progress = Progress.on(err)) {
      for (SampleTest test : tests) {
        progress.at(test.label(), results.size() / (double) tests.size());
        // each test starts anew, so that its figures do not depend on the others asked for
        Permutations splits = new Permutations(permutations, alpha, new SplittableRandom(seed));
        results.put(test, test.compare(then, now, splits));
      }
    }
    return results;
  }

  private static boolean blocks() {
    return System.out.charset().newEncoder().canEncode('█');
  }
}
