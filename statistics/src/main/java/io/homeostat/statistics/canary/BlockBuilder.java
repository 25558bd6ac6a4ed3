package io.homeostat.statistics.canary;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Turns the units of two arms into comparable differences without pooling over time, so that a
 * changing traffic mix or weight cannot look like an effect.
 *
 * <p>A block closes as soon as both arms have at least one unit in it; D = mean(candidate) −
 * mean(control) of the block, in [−1, 1]. An unfinished block is dropped when the weight changes.
 *
 * <p>State: 26 bytes. Not thread-safe; allocates nothing.
 */
public final class BlockBuilder {
  private double controlSum;
  private double candidateSum;
  private int controlUnits;
  private int candidateUnits;

  /** An empty block. */
  public BlockBuilder() {}

  /**
   * Takes the value of the next unit.
   *
   * @param arm the arm that the unit entered
   * @param value in [0, 1], higher is better
   * @return the difference of the block that this unit closed, or NaN when the block is still open
   */
  public double observe(Arm arm, double value) {
    Require.unit("a value", value);
    switch (arm) {
      case CONTROL -> {
        controlSum += value;
        controlUnits++;
      }
      case CANDIDATE -> {
        candidateSum += value;
        candidateUnits++;
      }
    }
    if (controlUnits == 0 || candidateUnits == 0) {
      return Double.NaN;
    }
    double difference = candidateSum / candidateUnits - controlSum / controlUnits;
    drop();
    return Math.clamp(difference, -1, 1);
  }

  /** Drops the unfinished block. */
  public void drop() {
    controlSum = 0;
    candidateSum = 0;
    controlUnits = 0;
    candidateUnits = 0;
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    return new StateWriter(StateKind.BLOCK_BUILDER)
        .put(controlSum)
        .put(candidateSum)
        .put(controlUnits)
        .put(candidateUnits)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static BlockBuilder fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.BLOCK_BUILDER, bytes, BlockBuilder::read);
  }

  private static BlockBuilder read(StateReader in) {
    BlockBuilder block = new BlockBuilder();
    block.controlSum = in.nextDouble();
    block.candidateSum = in.nextDouble();
    block.controlUnits = in.nextInt();
    block.candidateUnits = in.nextInt();
    in.check(Math.min(block.controlUnits, block.candidateUnits) == 0, "a closed block");
    Require.within("a saved sum", block.controlSum, 0, block.controlUnits);
    Require.within("a saved sum", block.candidateSum, 0, block.candidateUnits);
    return block;
  }
}
