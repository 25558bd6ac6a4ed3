package io.homeostat.statistics.speed;

import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.DriftStream;
import io.homeostat.statistics.drift.MixtureESr;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long one score takes: the detector alone, and a whole stream with its frozen baseline. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ESrSpeed {
  private static final int SCORES = 1 << 12;

  private final double[] scores = new double[SCORES];
  private MixtureESr detector;
  private DriftStream stream;
  private AlarmLimits limits;
  private int at;

  /** Scores of mean 0.8 and a stream that has frozen its baseline. */
  @Setup
  public void prepare() {
    for (int i = 0; i < SCORES; i++) {
      scores[i] = 0.6 + 0.4 * (i * 0.6180339887498949 % 1);
    }
    detector = MixtureESr.forDrop(0.75, 0.12, 0.05);
    stream = DriftStream.start(new DriftSettings(100, 500, 0, 0.05, 0));
    limits = new AlarmBudget(1, 10).forStream(100_000);
    for (int i = 0; i < 2 * SCORES; i++) {
      updateStream();
    }
  }

  /** One update of the mixture e-SR and a look at its evidence. */
  @Benchmark
  public double updateDetector() {
    detector.observe(scores[at & SCORES - 1], at++);
    return detector.logEvidence();
  }

  /** One update of everything that a stream keeps. */
  @Benchmark
  public void updateStream() {
    stream.observe(scores[at & SCORES - 1], at++, limits);
  }
}
