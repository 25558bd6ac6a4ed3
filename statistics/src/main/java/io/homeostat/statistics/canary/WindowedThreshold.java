package io.homeostat.statistics.canary;

import io.homeostat.statistics.Interval;
import io.homeostat.statistics.Require;
import io.homeostat.statistics.StateKind;
import io.homeostat.statistics.StateReader;
import io.homeostat.statistics.StateWriter;
import io.homeostat.statistics.canary.ThresholdTest.Side;
import java.util.Optional;

/**
 * A fixed threshold over a moving window, with an error rate for the whole run: what others compare
 * with a plain mean of the last minutes is wrong by chance sooner or later.
 *
 * <p>Windows of one length overlap by half, so that at any time one holds at least the latest half
 * of the length. Each is a {@link ThresholdTest} of its own: BREACH when the mean is shown to lie
 * above the threshold, CLEAR when it is shown to lie below. Window k (0, 1, …, those with values
 * only) breaches at evidence (k + 1)(k + 2)/α, and Σ 1/((k + 1)(k + 2)) = 1: the probability that
 * any window of the run breaches a threshold that is kept is at most α. A breach stays; CLEAR at
 * 1/α speaks of one window and holds until the next has its half.
 *
 * <p>State: at most 1.1 KiB. Not thread-safe.
 */
public final class WindowedThreshold {
  private final double threshold;
  private final double alpha;
  private final long halfMillis;
  private long half = Long.MIN_VALUE;
  private long begun;
  private Window older;
  private Window newer;
  private boolean breached;
  private boolean lastClear;
  private double logBreach;

  private WindowedThreshold(double threshold, double alpha, long windowMillis) {
    this.threshold = Require.between("a threshold", threshold, 0, 1);
    this.alpha =
        Require.within("the error probability of a threshold", alpha, Double.MIN_NORMAL, 0.5);
    this.halfMillis = Require.atLeast("the length of a window", windowMillis, 2) / 2;
  }

  /** One window's evidence. */
  private static final class Window {
    private final long number;
    private ThresholdTest test;
    private EmpiricalBernsteinSequence mean;

    Window(long number, double threshold, double alpha) {
      this.number = number;
      test = ThresholdTest.at(threshold);
      mean = EmpiricalBernsteinSequence.of(0, 1, alpha);
    }

    void observe(double value) {
      test.observe(value);
      mean.observe(value);
    }
  }

  /**
   * A run without values.
   *
   * @param threshold strictly between 0 and 1
   * @param alpha probability in (0, 0.5] that a kept threshold is ever called breached
   * @param windowMillis length of a window, at least 2
   */
  public static WindowedThreshold of(double threshold, double alpha, long windowMillis) {
    return new WindowedThreshold(threshold, alpha, windowMillis);
  }

  /**
   * Takes the value of the next unit, in [0, 1]; one that is older than the windows is left out.
   *
   * @param atMillis its time
   */
  public void observe(long atMillis, double value) {
    Require.unit("a value", value);
    long now = Math.floorDiv(atMillis, halfMillis);
    if (now > half) {
      advance(now);
    }
    if (older != null && now >= half - 1) {
      take(older, value);
    }
    if (now == half) {
      if (newer == null) {
        newer = new Window(begun++, threshold, alpha);
      }
      take(newer, value);
    }
  }

  private void advance(long now) {
    boolean next = now == half + 1;
    lastClear = next && older != null && isClear(older);
    older = next ? newer : null;
    newer = null;
    half = now;
  }

  private void take(Window window, double value) {
    window.observe(value);
    logBreach = Math.max(logBreach, window.test.logBreach());
    double share = (window.number + 1.0) * (window.number + 2.0);
    breached |= window.test.logBreach() >= Math.log(share / alpha);
  }

  private boolean isClear(Window window) {
    return window.test.logClear() >= -Math.log(alpha);
  }

  /** What has been shown; a breach stays. */
  public Side side() {
    if (breached) {
      return Side.BREACH;
    }
    boolean clear =
        lastClear || (older != null && isClear(older)) || (newer != null && isClear(newer));
    return clear ? Side.CLEAR : Side.UNDECIDED;
  }

  /**
   * Whether a window that is not over shows a mean above the threshold, at 1/α: unlike a breach it
   * passes, and its error rate is that of one window.
   */
  public boolean showsAbove() {
    return showsAbove(older) || showsAbove(newer);
  }

  private boolean showsAbove(Window window) {
    return window != null && window.test.logBreach() >= -Math.log(alpha);
  }

  /** ln of the largest evidence of a breach in any window. */
  public double logBreach() {
    return logBreach;
  }

  /** Mean of the window that has seen most, with its interval; empty before the first value. */
  public Optional<Interval> mean() {
    Window fullest = older == null ? newer : older;
    return fullest == null ? Optional.empty() : fullest.mean.interval();
  }

  /** The state as bytes (layout version 1). */
  public byte[] toBytes() {
    StateWriter out =
        new StateWriter(StateKind.WINDOWED_THRESHOLD)
            .put(half)
            .put(begun)
            .put(breached)
            .put(lastClear)
            .put(logBreach);
    write(out, older);
    write(out, newer);
    return out.toBytes();
  }

  private static void write(StateWriter out, Window window) {
    out.put(window != null);
    if (window != null) {
      out.put(window.number).put(window.test.toBytes()).put(window.mean.toBytes());
    }
  }

  /**
   * Goes on from a saved state.
   *
   * @param settings a run without values and with the settings that it was started with
   * @throws IllegalArgumentException when the bytes are not a whole state of this layout
   */
  public static WindowedThreshold fromBytes(WindowedThreshold settings, byte[] bytes) {
    return StateReader.read(StateKind.WINDOWED_THRESHOLD, bytes, in -> read(settings, in));
  }

  private static WindowedThreshold read(WindowedThreshold settings, StateReader in) {
    WindowedThreshold run =
        new WindowedThreshold(settings.threshold, settings.alpha, 2 * settings.halfMillis);
    run.half = in.nextLong();
    run.begun = Require.atLeast("a count", in.nextLong(), 0);
    run.breached = in.nextBoolean();
    run.lastClear = in.nextBoolean();
    run.logBreach = Require.within("saved evidence", in.nextDouble(), 0, 1e300);
    run.older = run.window(in);
    run.newer = run.window(in);
    return run;
  }

  private Window window(StateReader in) {
    if (!in.nextBoolean()) {
      return null;
    }
    Window window = new Window(in.nextLong(), threshold, alpha);
    window.test = ThresholdTest.fromBytes(in.nextBytes());
    window.mean = EmpiricalBernsteinSequence.fromBytes(in.nextBytes());
    return window;
  }
}
