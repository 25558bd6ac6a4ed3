package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * What a drop detector says at a limit, with its evidence.
 *
 * @param alarm whether the evidence has reached the limit
 * @param logEvidence ln M_t of the mixture; negative infinity before the first value
 * @param limit the limit c ≥ 1 that M was compared with
 * @param since time of the most likely change as the caller gave it; meaningless before the first
 *     value
 * @param valuesSince values from the most likely change to the last one, 0 before the first
 * @param values values observed since the start or the last restart
 */
public record DropDecision(
    boolean alarm, double logEvidence, double limit, long since, long valuesSince, long values) {
  void write(StateWriter out) {
    out.put(alarm).put(logEvidence).put(limit);
    out.putCompact(since).putCompact(valuesSince).putCompact(values);
  }

  static DropDecision read(StateReader in) {
    return new DropDecision(
        in.nextBoolean(),
        in.nextDouble(),
        in.nextDouble(),
        in.nextCompact(),
        in.nextCompact(),
        in.nextCompact());
  }
}
