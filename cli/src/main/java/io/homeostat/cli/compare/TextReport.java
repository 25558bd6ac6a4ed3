package io.homeostat.cli.compare;

import io.homeostat.cli.terminal.Table;
import io.homeostat.statistics.samples.Comparison;
import io.homeostat.statistics.samples.Comparison.NotEnoughData;
import io.homeostat.statistics.samples.Comparison.Tested;
import io.homeostat.statistics.samples.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A comparison for a person: figures, tests, a histogram and what follows. */
final class TextReport {
  private static final int BAR = 24;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final CompareResult result;
  private final boolean blocks;

  /**
   * A report.
   *
   * @param blocks whether the output can show block characters
   */
  TextReport(CompareResult result, boolean blocks) {
    this.result = result;
    this.blocks = blocks;
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(figures());
    parts.add(tests());
    parts.add(histogram());
    parts.add(conclusion());
    return String.join(System.lineSeparator().repeat(2), parts);
  }

  private String figures() {
    Summary reference = Summary.of(result.reference().values());
    Summary current = Summary.of(result.current().values());
    Table table =
        new Table(result.field(), "reference", "current")
            .row("values", "" + reference.values(), "" + current.values());
    if (result.reference().missing() + result.current().missing() > 0) {
      table.row("missing", "" + result.reference().missing(), "" + result.current().missing());
    }
    if (result.reference().malformed() + result.current().malformed() > 0) {
      table.row(
          "malformed", "" + result.reference().malformed(), "" + result.current().malformed());
    }
    row(table, "mean", Summary::mean, reference, current);
    row(table, "deviation", Summary::deviation, reference, current);
    row(table, "minimum", Summary::minimum, reference, current);
    row(table, "median", Summary::median, reference, current);
    row(table, "maximum", Summary::maximum, reference, current);
    return table.toString();
  }

  private static void row(
      Table table, String name, ToDoubleFunction<Summary> of, Summary reference, Summary current) {
    table.row(name, number(of.applyAsDouble(reference)), number(of.applyAsDouble(current)));
  }

  private String tests() {
    Table table = new Table("test", "statistic", "p-value", "limit", "method");
    List<String> notes = new ArrayList<>();
    for (Map.Entry<SampleTest, Comparison> test : result.tests().entrySet()) {
      String label = test.getKey().label();
      switch (test.getValue()) {
        case NotEnoughData few -> {
          table.row(label, "-", "-", "-", "not enough data");
          notes.add("%s needs at least %d values in each sample.".formatted(label, few.needed()));
        }
        case Tested tested ->
            table.row(
                label,
                number(tested.statistic()),
                number(tested.pValue()),
                tested.limit().isPresent() ? number(tested.limit().orElseThrow()) : "-",
                JsonReport.method(tested));
      }
    }
    if (result.tied() > 0
        && result.tests().containsKey(SampleTest.KS)
        && !result.tests().containsKey(SampleTest.KS_TIES)) {
      notes.add(
          "%d values are tied: the p-value of ks is an upper bound, that of ks-ties is exact."
              .formatted(result.tied()));
    }
    return table + notes.stream().reduce("", (all, note) -> all + System.lineSeparator() + note);
  }

  private String histogram() {
    Histogram histogram = result.histogram();
    double[] reference = shares(histogram.reference());
    double[] current = shares(histogram.current());
    double highest = 0;
    for (int bin = 0; bin < reference.length; bin++) {
      highest = Math.max(highest, Math.max(reference[bin], current[bin]));
    }
    List<String> lines = new ArrayList<>();
    List<String> edges = new ArrayList<>();
    int width = 4;
    for (int bin = 0; bin < reference.length; bin++) {
      edges.add(number(histogram.lowest() + bin * histogram.width()));
      width = Math.max(width, edges.getLast().length());
    }
    lines.add(pad("from", width) + "  reference" + " ".repeat(BAR) + "current");
    for (int bin = 0; bin < reference.length; bin++) {
      String line =
          pad(edges.get(bin), width)
              + "  "
              + bar(reference[bin], highest)
              + percent(reference[bin])
              + "  "
              + bar(current[bin], highest)
              + percent(current[bin]);
      lines.add(line);
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static double[] shares(int[] counts) {
    double total = 0;
    for (int count : counts) {
      total += count;
    }
    double[] shares = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      shares[i] = counts[i] / total;
    }
    return shares;
  }

  private String bar(double share, double highest) {
    int eighths = (int) Math.round(8 * BAR * share / highest);
    String bar = (blocks ? "█" : "#").repeat(eighths / 8);
    if (blocks && eighths % 8 > 0) {
      bar += EIGHTHS.charAt(eighths % 8);
    } else if (!blocks && eighths % 8 >= 4) {
      bar += "-";
    }
    return bar + " ".repeat(BAR - bar.length());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%6.1f %%", 100 * share);
  }

  private static String pad(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }

  private String conclusion() {
    List<String> different = result.different();
    String level = String.valueOf(result.alpha());
    return different.isEmpty()
        ? "No test tells the samples apart at level " + level + "."
        : "Different at level " + level + ": " + String.join(", ", different) + ".";
  }

  /** Four digits after the point, fewer for whole numbers, an exponent for very small ones. */
  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 1e-3 && size < 1e9 ? "%.4f" : "%.2e", value);
  }
}
