package io.homeostat.cli.plan;

import io.homeostat.statistics.distribution.BetaScores;
import io.homeostat.statistics.distribution.DiscreteScores;
import io.homeostat.statistics.distribution.NormalScores;
import io.homeostat.statistics.distribution.ScoreDistribution;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code normal}, {@code beta:A,B} or {@code discrete:V1=P1,V2=P2,..}; scores of a discrete
 * distribution lie in [0, 1].
 */
public final class ScoreDistributionConverter implements ITypeConverter<ScoreDistribution> {
  /** How a distribution is written, for help texts. */
  public static final String FORMS = "normal, beta:A,B or discrete:V1=P1,V2=P2,..";

  @Override
  public ScoreDistribution convert(String text) {
    int colon = text.indexOf(':');
    String family = colon < 0 ? text : text.substring(0, colon);
    String parameters = colon < 0 ? "" : text.substring(colon + 1);
    try {
      if (family.equals("normal") && colon < 0) {
        return NormalScores.STANDARD;
      }
      return switch (family) {
        case "beta" -> beta(parameters);
        case "discrete" -> discrete(parameters);
        default ->
            throw new TypeConversionException("write " + FORMS + " instead of '" + text + "'");
      };
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
  }

  private static ScoreDistribution beta(String parameters) {
    String[] shapes = parameters.split(",", -1);
    if (shapes.length != 2) {
      throw new IllegalArgumentException("write two shapes, for instance beta:8,2");
    }
    return new BetaScores(number(shapes[0]), number(shapes[1]));
  }

  private static ScoreDistribution discrete(String parameters) {
    SortedMap<Double, Double> probabilities = new TreeMap<>();
    for (String part : parameters.split(",", -1)) {
      String[] pair = part.split("=", -1);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "write a probability for each value, for instance discrete:0=0.2,0.5=0.3,1=0.5");
      }
      double value = number(pair[0]);
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("write values between 0 and 1 instead of " + pair[0]);
      }
      if (probabilities.put(value, number(pair[1])) != null) {
        throw new IllegalArgumentException("write the value " + pair[0] + " once");
      }
    }
    return DiscreteScores.of(probabilities);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a number instead of '" + text + "'", e);
    }
  }
}
