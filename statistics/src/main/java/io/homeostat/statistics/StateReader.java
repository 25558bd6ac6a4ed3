package io.homeostat.statistics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Reads what {@link StateWriter} wrote and refuses anything else, so that a damaged or foreign
 * checkpoint never becomes a wrong verdict.
 */
public final class StateReader {
  private static final int HEADER = 2;

  private final StateKind kind;
  private final ByteBuffer buffer;

  private StateReader(StateKind kind, ByteBuffer buffer) {
    this.kind = kind;
    this.buffer = buffer;
  }

  /**
   * Reads a whole state of {@code kind}.
   *
   * @throws IllegalArgumentException when the bytes are of another kind or version, too short, too
   *     long, or hold values that such a state cannot have
   */
  public static <T> T read(StateKind kind, byte[] bytes, Function<StateReader, T> body) {
    if (bytes.length < HEADER || bytes[0] != kind.code()) {
      throw new IllegalArgumentException(
          "expected a saved "
              + kind
              + " (first byte "
              + kind.code()
              + ") but found "
              + (bytes.length < HEADER ? bytes.length + " bytes" : "first byte " + bytes[0])
              + ": pass the bytes that toBytes() of the same class returned");
    }
    if (bytes[1] != kind.version()) {
      throw new IllegalArgumentException(
          "saved "
              + kind
              + " has layout version "
              + bytes[1]
              + " but this build reads version "
              + kind.version()
              + ": start with an empty state, or run the build that wrote it");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).position(HEADER);
    try {
      T result = body.apply(new StateReader(kind, buffer));
      if (buffer.hasRemaining()) {
        throw new IllegalArgumentException(
            "saved " + kind + " has " + buffer.remaining() + " bytes too many: it is damaged");
      }
      return result;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "saved " + kind + " of " + bytes.length + " bytes ends too early: it is damaged", e);
    }
  }

  /** The next number. */
  public double nextDouble() {
    return buffer.getDouble();
  }

  /** The next number. */
  public long nextLong() {
    return buffer.getLong();
  }

  /** The next number. */
  public int nextInt() {
    return buffer.getInt();
  }

  /** The next number that was written in as few bytes as it needs. */
  public long nextCompact() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = buffer.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("saved " + kind + " is damaged: a number has no end");
  }

  /** The same as a count from 0 to {@code most}. */
  public int nextCount(int most) {
    long count = nextCompact();
    check(count >= 0 && count <= most, "a count of " + count);
    return (int) count;
  }

  /** The next number of four bytes. */
  public float nextFloat() {
    return buffer.getFloat();
  }

  /** The next byte. */
  public byte nextByte() {
    return buffer.get();
  }

  /** The next flag. */
  public boolean nextBoolean() {
    return buffer.get() != 0;
  }

  /** The next list of numbers. */
  public double[] nextDoubles() {
    double[] values = new double[length(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getDouble();
    }
    return values;
  }

  /** The next list of numbers. */
  public long[] nextLongs() {
    long[] values = new long[length(Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getLong();
    }
    return values;
  }

  /** The next list of 16-bit values. */
  public char[] nextChars() {
    char[] values = new char[length(Character.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.getChar();
    }
    return values;
  }

  /** The state of the next part. */
  public byte[] nextBytes() {
    byte[] values = new byte[length(1)];
    buffer.get(values);
    return values;
  }

  /**
   * Fails unless {@code holds}.
   *
   * @throws IllegalArgumentException with {@code what} in its message
   */
  public void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("saved " + kind + " is damaged: " + what);
    }
  }

  private int length(int elementBytes) {
    int length = buffer.getInt();
    check(
        length >= 0 && length <= buffer.remaining() / elementBytes,
        "a list says it has " + length + " elements");
    return length;
  }
}
