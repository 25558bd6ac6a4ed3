package io.homeostat.cli.plan;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Detectors that {@code plan drift} knows, by the name a user writes. */
enum DriftDetector {
  SHEWHART("shewhart"),
  WESTERN_ELECTRIC("western-electric"),
  NELSON("nelson"),
  EWMA("ewma"),
  CUSUM("cusum"),
  RANK_CUSUM("rank-cusum"),
  E_SR("e-sr");

  static final String NAMES = "shewhart, western-electric, nelson, ewma, cusum, rank-cusum or e-sr";

  private final String label;

  DriftDetector(String label) {
    this.label = label;
  }

  boolean hasRules() {
    return this == WESTERN_ELECTRIC || this == NELSON;
  }

  boolean isCusum() {
    return this == CUSUM || this == RANK_CUSUM;
  }

  @Override
  public String toString() {
    return label;
  }

  static final class Converter implements ITypeConverter<DriftDetector> {
    @Override
    public DriftDetector convert(String text) {
      for (DriftDetector detector : values()) {
        if (detector.label.equals(text)) {
          return detector;
        }
      }
      throw new TypeConversionException("write " + NAMES + " instead of '" + text + "'");
    }
  }
}
