package io.homeostat.cli.score;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the mean of a metric must reach.
 *
 * @param metric the metric
 * @param value its smallest mean, between 0 and the metric's best score
 */
record Minimum(Metric metric, double value) {
  /** Below it by more than sums of rounded numbers are off. */
  private static final double ROUNDING = 1e-9;

  boolean isMet(double mean) {
    return mean >= value - ROUNDING;
  }

  /** Reads {@code rougeL=0.4}. */
  static final class Converter implements ITypeConverter<Minimum> {
    @Override
    public Minimum convert(String text) {
      String[] parts = text.split("=", -1);
      if (parts.length != 2) {
        throw new TypeConversionException(
            "write a metric and its smallest mean, for instance rougeL=0.4, instead of '%s'"
                .formatted(text));
      }
      Metric metric = new Metric.Converter().convert(parts[0]);
      double value = number(parts[1]);
      if (!(value >= 0 && value <= metric.best())) {
        throw new TypeConversionException(
            "write a number between 0 and %.0f for %s instead of '%s'"
                .formatted(metric.best(), metric.label(), parts[1]));
      }
      return new Minimum(metric, value);
    }

    private static double number(String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
  }
}
