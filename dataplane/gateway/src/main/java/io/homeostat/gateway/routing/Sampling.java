package io.homeostat.gateway.routing;

import java.math.BigDecimal;
import java.util.List;

/** How a release samples its answers; null where the release leaves it to the request. */
public record Sampling(
    BigDecimal temperature, BigDecimal topP, Integer maxTokens, List<String> stop) {
  /** Leaves everything to the request. */
  public static final Sampling AS_REQUESTED = new Sampling(null, null, null, List.of());

  public Sampling {
    stop = stop == null ? List.of() : List.copyOf(stop);
  }
}
