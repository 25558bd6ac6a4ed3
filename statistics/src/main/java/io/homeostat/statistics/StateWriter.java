package io.homeostat.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes the state of a detector as bytes: kind, layout version, then its fields, big endian. */
public final class StateWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(1_024);

  /** Starts a state of {@code kind}. */
  public StateWriter(StateKind kind) {
    buffer.put(kind.code()).put(kind.version());
  }

  /** Appends one number. */
  public StateWriter put(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  /** Appends one number. */
  public StateWriter put(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Appends one number. */
  public StateWriter put(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  /** Appends one number in 1 to 10 bytes, the fewer the nearer it is to 0. */
  public StateWriter putCompact(long value) {
    long rest = value << 1 ^ value >> 63;
    room(10);
    while (rest >>> 7 != 0) {
      buffer.put((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  /** Appends one number in four bytes. */
  public StateWriter putFloat(float value) {
    room(Float.BYTES).putFloat(value);
    return this;
  }

  /** Appends one byte. */
  public StateWriter put(byte value) {
    room(1).put(value);
    return this;
  }

  /** Appends one flag. */
  public StateWriter put(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
    return this;
  }

  /** Appends the length and the numbers. */
  public StateWriter put(double[] values) {
    put(values.length);
    room(values.length * Double.BYTES).asDoubleBuffer().put(values);
    buffer.position(buffer.position() + values.length * Double.BYTES);
    return this;
  }

  /** Appends the length and the numbers. */
  public StateWriter put(long[] values) {
    put(values.length);
    for (long value : values) {
      put(value);
    }
    return this;
  }

  /** Appends the first {@code count} values after their number. */
  public StateWriter put(char[] values, int count) {
    put(count);
    room(count * Character.BYTES);
    for (int i = 0; i < count; i++) {
      buffer.putChar(values[i]);
    }
    return this;
  }

  /** Appends the state of a part. */
  public StateWriter put(byte[] part) {
    put(part.length);
    room(part.length).put(part);
    return this;
  }

  /** The bytes written so far. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
    return buffer;
  }
}
