package io.homeostat.statistics.rates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Collects what the error-rate suite measures and writes it as Markdown when the last test has run,
 * so that the documentation shows figures of this very code.
 *
 * <p>A test class says {@code @ExtendWith(RateReport.Extension.class)}, its tests take a {@code
 * RateReport} as parameter, add their rows and then assert that they are kept. Rows are sorted by
 * section and claim, whatever order the tests ran in.
 */
public final class RateReport implements AutoCloseable {
  private static final String HEADER =
      """
      # Error rates

      Simulated by `statistics/error-rates` through the public classes of `statistics`, with fixed seeds.
      A bound that a method promises is asserted by the run (*kept*); the same figure for a method that promises
      nothing here, or for input that its promise excludes, is *reported*.
      """;

  private final Path file;
  private final Queue<Row> rows = new ConcurrentLinkedQueue<>();

  private RateReport(Path file) {
    this.file = file;
  }

  /** Parts of the report, in its order. */
  public enum Section {
    ONE_STREAM("Drift of one stream"),
    MANY_STREAMS("Drift of many streams"),
    CANARY("Canary"),
    TWO_SAMPLES("Two samples"),
    COVERAGE("Coverage of intervals"),
    EFFICIENCY("Efficiency");

    private final String title;

    Section(String title) {
      this.title = title;
    }
  }

  private enum Verdict {
    KEPT("kept"),
    BROKEN("**broken**"),
    REPORTED("reported");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  private record Row(
      Section section, String claim, String bound, String measured, String runs, Verdict verdict) {
    @Override
    public String toString() {
      return "| %s | %s | %s | %s | %s |".formatted(claim, bound, measured, runs, verdict.text);
    }
  }

  /**
   * Adds a promise.
   *
   * @param claim method and input
   * @param bound what is promised, e.g. {@code ARL ≥ 370}
   * @param measured the figure with its uncertainty
   * @param runs how much was simulated, e.g. {@code 2,000,000 values}
   * @param kept whether the bound held; to be asserted by the caller, too
   */
  public void promise(
      Section section, String claim, String bound, String measured, String runs, boolean kept) {
    rows.add(new Row(section, claim, bound, measured, runs, kept ? Verdict.KEPT : Verdict.BROKEN));
  }

  /**
   * Adds a figure that nobody promised, for comparison.
   *
   * @param bound what a user would have expected, or "none"
   */
  public void reported(Section section, String claim, String bound, String measured, String runs) {
    rows.add(new Row(section, claim, bound, measured, runs, Verdict.REPORTED));
  }

  @Override
  public void close() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Section section : Section.values()) {
      List<Row> own =
          rows.stream()
              .filter(row -> row.section == section)
              .sorted(Comparator.comparing(Row::claim))
              .toList();
      if (!own.isEmpty()) {
        text.append("\n## ").append(section.title).append("\n\n");
        text.append("| claim | bound | measured | simulated | verdict |\n|---|---|---|---|---|\n");
        text.append(own.stream().map(row -> row + "\n").collect(Collectors.joining()));
      }
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands one report to all tests of a run and closes it after the last one. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RateReport.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(RateReport.class))
          .getOrComputeIfAbsent(
              RateReport.class, _ -> new RateReport(Path.of(System.getProperty("rates.report"))));
    }
  }
}
