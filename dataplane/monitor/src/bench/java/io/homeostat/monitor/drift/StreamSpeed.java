package io.homeostat.monitor.drift;

import io.homeostat.monitor.StateCodec;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.drift.AlarmBudget;
import io.homeostat.statistics.drift.AlarmLimits;
import io.homeostat.statistics.drift.DriftStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How many scores a second one core takes through the detector, and through a whole stream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StreamSpeed {
  private static final int SCORES = 1 << 12;

  private final double[] scores = new double[SCORES];
  private final MonitorDefinition monitor = Toy.monitor(Signal.QUALITY);
  private final StreamFeed feed = new StreamFeed(monitor, 60, Signal.QUALITY);
  private final AlarmLimits limits = new AlarmBudget(1, 60).forStream(100_000);
  private DriftStream detector;
  private StreamState stream;
  private int at;

  /** A stream whose baseline is frozen. */
  @Setup
  public void prepare() {
    for (int i = 0; i < SCORES; i++) {
      scores[i] = 0.6 + 0.4 * (i * 0.6180339887498949 % 1);
    }
    detector = DriftStream.start(monitor.settings());
    for (int i = 0; i < SCORES; i++) {
      detect();
      feed();
    }
  }

  /** The detector alone: baseline, blocks, evidence, recovery. */
  @Benchmark
  public void detect() {
    detector.observe(scores[at & SCORES - 1], Toy.START + 1_000L * at++, limits);
  }

  /** A stream as the monitor keeps it: rate, limits, lanes, and a state that can be rolled back. */
  @Benchmark
  public StreamState feed() {
    Value value =
        new Value(Toy.STABLE, Toy.SET, scores[at & SCORES - 1], Toy.START + 1_000L * at++, null);
    stream = feed.feed(stream, List.of(value));
    return stream;
  }

  /** What a checkpoint adds for each stream that has changed since the one before. */
  @Benchmark
  public byte[] checkpoint() {
    return StateCodec.encode(stream);
  }
}
