package io.homeostat.monitor.drift;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link StreamSpeed} in a process of its own; the script bench starts it. */
class RunStreamBench {
  @Test
  void run() throws Exception {
    Path results = Path.of(System.getProperty("bench.results"));
    Files.createDirectories(results);
    new Runner(
            new OptionsBuilder()
                .include(StreamSpeed.class.getName() + ".*")
                .jvmArgs("-XX:+UseSerialGC")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .threads(1)
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(results.resolve("streams.json").toString())
                .build())
        .run();
  }
}
