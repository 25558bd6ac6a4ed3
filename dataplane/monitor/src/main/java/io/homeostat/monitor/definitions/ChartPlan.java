package io.homeostat.monitor.definitions;

/**
 * A classical chart that is asked for beside a signal's stream.
 *
 * @param minimumEffect smaller changes are no signal: in standard deviations of a normal score for
 *     charts of single values, else in the unit of the distance
 */
public record ChartPlan(Type type, double minimumEffect) {
  /** What is charted. */
  public enum Type {
    /** Run rules 1 to 4 on single values. */
    WESTERN_ELECTRIC("WesternElectric", false),
    /** Moving average of single values. */
    EWMA("Ewma", false),
    /** Cumulative sums of single values. */
    CUSUM("Cusum", false),
    /** Largest distance of the distribution functions, over 24 hours. */
    KOLMOGOROV_SMIRNOV("KolmogorovSmirnov", true),
    /** Population stability index, over 24 hours. */
    POPULATION_STABILITY("PopulationStability", true);

    private final String text;
    private final boolean windowed;

    Type(String text, boolean windowed) {
      this.text = text;
      this.windowed = windowed;
    }

    /** The name in the API. */
    public String text() {
      return text;
    }

    /** Whether it looks at all values of 24 hours together. */
    public boolean windowed() {
      return windowed;
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    static Type of(String text) {
      for (Type type : values()) {
        if (type.text.equals(text)) {
          return type;
        }
      }
      throw new IllegalArgumentException(
          "spec.signals.charts: type must be one that this version knows, found '%s'"
              .formatted(text));
    }
  }
}
