package io.homeostat.statistics.drift;

import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import java.util.Arrays;

/**
 * What is kept of the values of a baseline that will not grow any more: how they are spread, and
 * the lower bound of their mean at levels that lie a factor of four apart.
 *
 * <p>The level in force at the freeze is one of them, so its bound stays exact. When the level
 * changes later (streams were added, or the accepted number of false alarms) the bound of the next
 * stricter level is taken, which is lower and so still holds; below 4<sup>−{@value #STRICTER}</sup>
 * of that level nothing can be said. Bounds and values are rounded down.
 *
 * @param level at the freeze, in (0, 0.5]
 * @param bounds quantised, from the laxest level to the strictest
 * @param atoms quantised averages of equally many neighbouring values, ascending
 */
record FrozenBaseline(double level, char[] bounds, char[] atoms) {
  private static final int LAXER = 2;
  private static final int STRICTER = 10;
  private static final double FACTOR = 4;
  private static final double MOST_LEVEL = 0.5;
  private static final int MOST_ATOMS = 32;

  /** Of a baseline that still has its values. */
  static FrozenBaseline of(Baseline baseline, double[] values, double level) {
    char[] bounds = new char[LAXER + 1 + STRICTER];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Quantised.of(baseline.lowerBound(levelOf(level, i)));
    }
    double[] atoms = RunLength.condense(values, MOST_ATOMS);
    char[] stored = new char[atoms.length];
    for (int i = 0; i < atoms.length; i++) {
      stored[i] = Quantised.of(Math.min(1, atoms[i]));
    }
    return new FrozenBaseline(level, bounds, stored);
  }

  private static double levelOf(double frozenAt, int index) {
    return Math.min(MOST_LEVEL, frozenAt * Math.pow(FACTOR, LAXER - index));
  }

  /** The bound at the laxest of the known levels that is at least as strict as {@code alpha}. */
  double lowerBound(double alpha) {
    for (int i = 0; i < bounds.length; i++) {
      if (levelOf(level, i) <= alpha) {
        return Quantised.value(bounds[i]);
      }
    }
    return 0;
  }

  double[] values() {
    double[] values = new double[atoms.length];
    Arrays.setAll(values, i -> Quantised.value(atoms[i]));
    return values;
  }

  void write(StateWriter out) {
    out.put(level).put(bounds, bounds.length).put(atoms, atoms.length);
  }

  static FrozenBaseline read(StateReader in) {
    double level = in.nextDouble();
    in.check(level > 0 && level <= MOST_LEVEL, "a level of " + level);
    char[] bounds = in.nextChars();
    char[] atoms = in.nextChars();
    in.check(bounds.length == LAXER + 1 + STRICTER, bounds.length + " bounds");
    in.check(atoms.length > 0 && atoms.length <= MOST_ATOMS, atoms.length + " values");
    return new FrozenBaseline(level, bounds, atoms);
  }
}
