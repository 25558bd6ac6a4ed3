package io.homeostat.evaluation;

import java.util.Objects;

/**
 * The two releases of an evaluation.
 *
 * @param candidate name of the Release that is evaluated
 * @param stable name of the Release that it is compared with
 * @param candidateTemperature at which it decodes; null when it leaves that to clients
 * @param stableTemperature the same of stable
 * @param otherAdapter whether they differ by their adapters
 */
public record Subjects(
    String candidate,
    String stable,
    String candidateTemperature,
    String stableTemperature,
    boolean otherAdapter) {
  private static final int SAMPLED = 3;

  /** Answers to each item: as the spec says, else one where answers are certain and 3 elsewhere. */
  int samples(Integer declared) {
    return declared != null
        ? declared
        : greedy(candidateTemperature) && greedy(stableTemperature) ? 1 : SAMPLED;
  }

  /** Whether stable is compared with itself. */
  boolean same() {
    return Objects.equals(candidate, stable);
  }

  private static boolean greedy(String temperature) {
    return temperature == null || Double.parseDouble(temperature) == 0;
  }
}
