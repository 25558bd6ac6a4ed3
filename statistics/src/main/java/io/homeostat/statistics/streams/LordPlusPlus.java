package io.homeostat.statistics.streams;

import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;

/**
 * Judges p-values one by one as they come, without knowing how many there will be, with false
 * discovery rate ≤ α for independent p-values.
 *
 * <p>Test t is made at α_t = γ_t·W0 + (α − W0)·γ_{t−τ1} + α·Σ_{j≥2} γ_{t−τj} with the times τ_j
 * &lt; t of earlier rejections, W0 = α/2 and γ_j = .07720838·ln(max(j, 2))/(j·e^{√ln j}), which
 * sums to .976. Only the newest 120 rejections earn; forgetting older ones lowers α_t, so the rate
 * still holds. Source: Ramdas, Yang, Wainwright and Jordan, Online control of the false discovery
 * rate with decaying memory (2017); γ: Javanmard and Montanari (2018).
 *
 * <p>State: at most 1,002 bytes. Not thread-safe; {@link #observe} allocates only its decision.
 */
public final class LordPlusPlus {
  static final int MEMORY = 120;
  private static final double NORMALISER = 0.07720838;

  private final double alpha;
  private final long[] rejectedAt = new long[MEMORY];
  private long tests;
  private long rejections;

  private LordPlusPlus(double alpha) {
    this.alpha = Require.between("alpha", alpha, 0, 1);
  }

  /**
   * Before the first test.
   *
   * @param alpha in (0, 1)
   */
  public static LordPlusPlus start(double alpha) {
    return new LordPlusPlus(alpha);
  }

  /**
   * What was decided about one p-value.
   *
   * @param rejected whether it is a discovery
   * @param level α_t it was compared with
   * @param tests t
   * @param rejections discoveries so far
   */
  public record Decision(boolean rejected, double level, long tests, long rejections) {}

  /**
   * Judges the next p-value.
   *
   * @param p in [0, 1]
   */
  public Decision observe(double p) {
    Require.unit("a p-value", p);
    double level = nextLevel();
    tests++;
    boolean rejected = p <= level;
    if (rejected) {
      rejectedAt[(int) (rejections++ % MEMORY)] = tests;
    }
    return new Decision(rejected, level, tests, rejections);
  }

  /** α_t of the next test. */
  public double nextLevel() {
    long t = tests + 1;
    double start = alpha / 2;
    double level = gamma(t) * start;
    long oldest = Math.max(0, rejections - MEMORY);
    for (long j = oldest; j < rejections; j++) {
      double reward = j == 0 ? alpha - start : alpha;
      level += reward * gamma(t - rejectedAt[(int) (j % MEMORY)]);
    }
    return level;
  }

  static double gamma(long j) {
    double log = Math.log(j);
    return NORMALISER * Math.log(Math.max(j, 2)) / (j * Math.exp(Math.sqrt(log)));
  }

  /** The state as bytes (layout version 1, below 1 KiB). */
  public byte[] toBytes() {
    int kept = (int) Math.min(rejections, MEMORY);
    long[] times = new long[kept];
    for (int i = 0; i < kept; i++) {
      times[i] = rejectedAt[(int) ((rejections - kept + i) % MEMORY)];
    }
    return new StateWriter(StateKind.LORD_PLUS_PLUS)
        .put(alpha)
        .put(tests)
        .put(rejections)
        .put(times)
        .toBytes();
  }

  /**
   * Goes on from a saved state.
   *
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static LordPlusPlus fromBytes(byte[] bytes) {
    return StateReader.read(StateKind.LORD_PLUS_PLUS, bytes, LordPlusPlus::read);
  }

  private static LordPlusPlus read(StateReader in) {
    LordPlusPlus state = new LordPlusPlus(in.nextDouble());
    state.tests = in.nextLong();
    state.rejections = in.nextLong();
    long[] times = in.nextLongs();
    in.check(state.rejections >= 0 && state.rejections <= state.tests, "its counts");
    in.check(times.length == Math.min(state.rejections, MEMORY), "its rejections");
    for (int i = 0; i < times.length; i++) {
      in.check(times[i] >= 1 && times[i] <= state.tests, "a rejection at " + times[i]);
      state.rejectedAt[(int) ((state.rejections - times.length + i) % MEMORY)] = times[i];
    }
    return state;
  }
}
