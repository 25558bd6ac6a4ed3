package io.homeostat.statistics.streams;

import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.drift.StaggeredESr;

/**
 * Judges K streams over two staggered sequences of epochs at α/2 each: a stream is drifted when
 * either sequence says so.
 *
 * <p>The false discovery proportion of a union is at most the sum of both, so the rates of {@link
 * EpochFamily} hold with α. State: at most 90 + 18·K bytes. Deterministic; not thread-safe.
 */
public final class StaggeredFamilies {
  private final EpochFamily even;
  private final EpochFamily odd;

  private StaggeredFamilies(EpochFamily even, EpochFamily odd) {
    this.even = even;
    this.odd = odd;
  }

  /**
   * Families without evidence.
   *
   * @param rule what is promised
   * @param alpha per epoch, in (0, 1)
   * @param streams K
   */
  public static StaggeredFamilies start(FamilyRule rule, double alpha, int streams) {
    return new StaggeredFamilies(
        EpochFamily.start(rule, alpha / 2, streams), EpochFamily.start(rule, alpha / 2, streams));
  }

  /** Takes the present evidence of a stream. */
  public void report(int stream, StaggeredESr evidence) {
    even.report(stream, evidence.even().epoch(), evidence.even().logEvidence());
    odd.report(stream, evidence.odd().epoch(), evidence.odd().logEvidence());
  }

  /**
   * Applies the rule to both.
   *
   * @return how many rejections are new, a stream in both sequences counted twice
   */
  public int evaluate() {
    return even.evaluate() + odd.evaluate();
  }

  /** Whether a stream is rejected in a present epoch. */
  public boolean rejected(int stream) {
    return even.rejected(stream) || odd.rejected(stream);
  }

  /** How many streams are rejected in a present epoch. */
  public int rejections() {
    int count = 0;
    for (int stream = 0; stream < even.streams(); stream++) {
      count += rejected(stream) ? 1 : 0;
    }
    return count;
  }

  /** The state as bytes (layout version 1; its size is stated above). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.STAGGERED_FAMILIES)
        .put(even.toBytes())
        .put(odd.toBytes())
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static StaggeredFamilies fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.STAGGERED_FAMILIES, bytes, StaggeredFamilies::read);
  }

  private static StaggeredFamilies read(StateReader in) {
    EpochFamily even = EpochFamily.fromBytes(in.nextBytes());
    EpochFamily odd = EpochFamily.fromBytes(in.nextBytes());
    in.check(even.streams() == odd.streams(), "its families differ in size");
    return new StaggeredFamilies(even, odd);
  }
}
