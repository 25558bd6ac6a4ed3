package io.homeostat.cli.score;

import io.homeostat.statistics.text.Overlap;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an answer is compared by. */
enum Metric {
  BLEU("bleu", 100),
  CHRF("chrf", 100),
  CHRF_WORDS("chrf++", 100),
  ROUGE_1("rouge1", 1),
  ROUGE_2("rouge2", 1),
  ROUGE_L("rougeL", 1),
  ROUGE_LSUM("rougeLsum", 1),
  EXACT("exact", 1),
  TOKEN_F1("token-f1", 1);

  /** The names of all, for help texts. */
  static final String NAMES =
      Arrays.stream(values()).map(Metric::label).collect(Collectors.joining(", "));

  private final String label;
  private final double best;

  Metric(String label, double best) {
    this.label = label;
    this.best = best;
  }

  /** The name that users write and that fields have. */
  String label() {
    return label;
  }

  /** The score of the reference itself; the worst is 0. */
  double best() {
    return best;
  }

  /** Whether it is the F of a precision and a recall, an {@link Overlap}. */
  boolean isOverlap() {
    return name().startsWith("ROUGE") || this == TOKEN_F1;
  }

  /** Reads a name. */
  static final class Converter implements ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
      return Arrays.stream(values())
          .filter(metric -> metric.label.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "write some of " + NAMES + " instead of '" + text + "'"));
    }
  }
}
