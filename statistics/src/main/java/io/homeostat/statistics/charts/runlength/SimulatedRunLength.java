package io.homeostat.statistics.charts.runlength;

import io.homeostat.statistics.Require;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/**
 * An average run length by simulation, for what has no exact one.
 *
 * @param mean mean run length; too small when {@code unfinished} is not 0
 * @param standardError of the mean, ≥ 0
 * @param runs runs made
 * @param unfinished runs that were ended without a signal, counted with the length they had
 */
public record SimulatedRunLength(double mean, double standardError, long runs, long unfinished) {
  /** One run from a fresh start. */
  @FunctionalInterface
  public interface Run {
    /** Takes one more value and tells whether it made the chart signal. */
    boolean signals();
  }

  /**
   * Simulates.
   *
   * @param runs number of runs, 2 to 100,000,000
   * @param longest values after which a run is ended, ≥ 1
   * @param fresh makes the next run; all randomness is in there
   * @param progress told the share that is done, in [0, 1], after each run
   */
  public static SimulatedRunLength of(
      long runs, long longest, Supplier<? extends Run> fresh, DoubleConsumer progress) {
    Require.atLeast("the number of runs", runs, 2);
    Require.atLeast("the longest run", longest, 1);
    double mean = 0;
    double squares = 0;
    long unfinished = 0;
    for (long run = 1; run <= runs; run++) {
      Run chart = fresh.get();
      long length = 1;
      while (!chart.signals()) {
        if (length == longest) {
          unfinished++;
          break;
        }
        length++;
      }
      double difference = length - mean;
      mean += difference / run;
      squares += difference * (length - mean);
      progress.accept(run / (double) runs);
    }
    return new SimulatedRunLength(mean, Math.sqrt(squares / (runs - 1) / runs), runs, unfinished);
  }
}
