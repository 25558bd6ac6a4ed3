package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * Saves a list of {@link Quantised} values in as few bits each as tell them apart: of judge marks
 * and of ones and zeros there are few different ones, so they are numbered and the numbers packed;
 * values that are nearly all different are written as they are.
 */
final class PackedValues {
  private static final int PLAIN = 16;

  private PackedValues() {}

  /**
   * Appends the first {@code count} values after their number.
   *
   * @param most how many different ones are numbered, up to 256; fewer cost less time
   */
  static void write(StateWriter out, char[] values, int count, int most) {
    out.putCompact(count);
    if (count == 0) {
      return;
    }
    char[] different = different(values, count, most);
    int bits = bits(different.length);
    int packed = 1 + 2 * different.length + (count * bits + 7) / 8;
    if (different.length > most || packed >= 2 * count) {
      out.put((byte) PLAIN);
      for (int i = 0; i < count; i++) {
        plain(out, values[i]);
      }
      return;
    }
    out.put((byte) bits).put((byte) (different.length - 1));
    for (char value : different) {
      plain(out, value);
    }
    int pending = 0;
    int filled = 0;
    for (int i = 0; i < count; i++) {
      pending |= Arrays.binarySearch(different, values[i]) << filled;
      filled += bits;
      while (filled >= 8) {
        out.put((byte) pending);
        pending >>>= 8;
        filled -= 8;
      }
    }
    if (filled > 0) {
      out.put((byte) pending);
    }
  }

  /**
   * The next list.
   *
   * @param most values that it may have
   */
  static char[] read(StateReader in, int most) {
    char[] values = new char[in.nextCount(most)];
    if (values.length == 0) {
      return values;
    }
    int bits = in.nextByte();
    if (bits == PLAIN) {
      for (int i = 0; i < values.length; i++) {
        values[i] = plain(in);
      }
      return values;
    }
    in.check(bits >= 0 && bits <= 8, "values of " + bits + " bits");
    char[] different = new char[1 + (in.nextByte() & 0xff)];
    for (int i = 0; i < different.length; i++) {
      different[i] = plain(in);
    }
    int pending = 0;
    int filled = 0;
    for (int i = 0; i < values.length; i++) {
      while (filled < bits) {
        pending |= (in.nextByte() & 0xff) << filled;
        filled += 8;
      }
      int number = pending & (1 << bits) - 1;
      in.check(number < different.length, "a value that it does not list");
      values[i] = different[number];
      pending >>>= bits;
      filled -= bits;
    }
    return values;
  }

  /** In ascending order; one more than can be numbered when there are too many. */
  private static char[] different(char[] values, int count, int most) {
    char[] found = new char[most + 1];
    int size = 0;
    for (int i = 0; i < count && size <= most; i++) {
      int place = Arrays.binarySearch(found, 0, size, values[i]);
      if (place < 0) {
        int at = -place - 1;
        System.arraycopy(found, at, found, at + 1, size - at);
        found[at] = values[i];
        size++;
      }
    }
    return Arrays.copyOf(found, size);
  }

  private static int bits(int different) {
    return 32 - Integer.numberOfLeadingZeros(different - 1);
  }

  private static void plain(StateWriter out, char value) {
    out.put((byte) (value >>> 8)).put((byte) value);
  }

  private static char plain(StateReader in) {
    char value = (char) ((in.nextByte() & 0xff) << 8 | in.nextByte() & 0xff);
    in.check(value <= Quantised.SCALE, "a value above 1");
    return value;
  }
}
