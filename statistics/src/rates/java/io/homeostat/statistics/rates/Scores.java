package io.homeostat.statistics.rates;

import io.homeostat.statistics.Draws;
import java.util.function.ToDoubleFunction;

/** Score distributions with their means, as judges and checks produce them. */
enum Scores {
  BETA_8_2("Beta(8,2)", 0.8, 0.1206, draws -> draws.beta(8, 2)),
  BETA_20_2("Beta(20,2)", 20 / 22.0, 0.0599, draws -> draws.beta(20, 2)),
  BETA_HALF("Beta(.5,.5)", 0.5, 0.3536, draws -> draws.beta(0.5, 0.5)),
  RARE_ZERO("0 or 1, mean .95", 0.95, 0.2179, draws -> draws.binary(0.95)),
  RARE_ONE("0 or 1, mean .05", 0.05, 0.2179, draws -> draws.binary(0.05)),
  FIVE_LEVELS(
      "five levels",
      0.671875,
      0.2511,
      draws -> Math.floor(4 * Math.sqrt(draws.uniform()) + 0.5) / 4),
  UNIFORM("uniform", 0.5, 0.2887, Draws::uniform);

  private final String label;
  private final double mean;
  private final double deviation;
  private final ToDoubleFunction<Draws> draw;

  Scores(String label, double mean, double deviation, ToDoubleFunction<Draws> draw) {
    this.label = label;
    this.mean = mean;
    this.deviation = deviation;
    this.draw = draw;
  }

  double mean() {
    return mean;
  }

  double deviation() {
    return deviation;
  }

  double draw(Draws draws) {
    return draw.applyAsDouble(draws);
  }

  @Override
  public String toString() {
    return label;
  }
}
