package io.homeostat.statistics;

/** Checks numbers at the border of the module, so that no state is ever fed NaN or nonsense. */
public final class Require {
  private Require() {}

  /**
   * Returns {@code value} when it lies in [0, 1].
   *
   * @throws IllegalArgumentException when it is NaN, infinite or outside
   */
  public static double unit(String what, double value) {
    return within(what, value, 0, 1);
  }

  /**
   * Returns {@code value} when it lies in [{@code lowest}, {@code highest}].
   *
   * @throws IllegalArgumentException when it is NaN, infinite or outside
   */
  public static double within(String what, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          what + " must lie in [" + lowest + ", " + highest + "] but is " + value);
    }
    return value;
  }

  /**
   * Returns {@code value} when it lies strictly between {@code lowest} and {@code highest}.
   *
   * @throws IllegalArgumentException when it is NaN or not inside
   */
  public static double between(String what, double value, double lowest, double highest) {
    if (!(value > lowest && value < highest)) {
      throw new IllegalArgumentException(
          what + " must lie strictly between " + lowest + " and " + highest + " but is " + value);
    }
    return value;
  }

  /**
   * Returns {@code value} when it lies in [{@code lowest}, {@code highest}].
   *
   * @throws IllegalArgumentException when it is outside
   */
  public static int within(String what, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          what + " must lie in [" + lowest + ", " + highest + "] but is " + value);
    }
    return value;
  }

  /**
   * Returns {@code value} when it is at least {@code lowest}.
   *
   * @throws IllegalArgumentException when it is smaller
   */
  public static long atLeast(String what, long value, long lowest) {
    if (value < lowest) {
      throw new IllegalArgumentException(what + " must be at least " + lowest + " but is " + value);
    }
    return value;
  }
}
