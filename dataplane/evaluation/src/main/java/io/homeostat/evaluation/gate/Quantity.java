package io.homeostat.evaluation.gate;

import java.util.Arrays;
import java.util.List;

/** What a gate measures; the names are those of the API. */
public enum Quantity {
  ExactMatch(Kind.SCORE, true),
  TokenF1(Kind.SCORE, true),
  RougeL(Kind.SCORE, true),
  Chrf(Kind.SCORE, true),
  Invariants(Kind.SCORE, false),
  Judge(Kind.SCORE, false),
  Errors(Kind.FAULT, false),
  LatencyMillis(Kind.COST, false),
  CompletionTokens(Kind.COST, false),
  Cost(Kind.COST, false),
  Imported(Kind.FIGURE, false);

  private final Kind kind;
  private final boolean reference;

  Quantity(Kind kind, boolean reference) {
    this.kind = kind;
    this.reference = reference;
  }

  /** How a quantity is bounded and counted. */
  public enum Kind {
    /** In [0, 1], more is better; a failed answer is worth 0. */
    SCORE,
    /** In [0, 1], less is better. */
    FAULT,
    /** At least 0 without an end, less is better. */
    COST,
    /** Measured elsewhere; its gate says what is better. */
    FIGURE
  }

  /** The quantity of a gate; without a name {@link #ExactMatch}. */
  public static Quantity of(String metric) {
    return metric == null
        ? ExactMatch
        : Arrays.stream(values())
            .filter(quantity -> quantity.name().equals(metric))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected a metric of %s, found '%s'"
                            .formatted(List.of(values()), metric)));
  }

  public Kind kind() {
    return kind;
  }

  /** Whether only items with a reference have it. */
  public boolean needsReference() {
    return reference;
  }

  /** Whether it says how good answers are, which a cost or a fault does not. */
  public boolean provesQuality() {
    return kind == Kind.SCORE;
  }
}
