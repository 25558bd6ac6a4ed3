package io.homeostat.statistics.speed;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs every benchmark of the package in processes of its own; the script bench starts it. */
class RunBench {
  @Test
  void run() throws Exception {
    Path pairs = Path.of(System.getProperty("bench.pairs")).toAbsolutePath();
    Options options =
        new OptionsBuilder()
            .include("io.homeostat.statistics.speed.*")
            .jvmArgs("-Dbench.pairs=" + pairs, "-XX:+UseSerialGC")
            .forks(Integer.getInteger("bench.forks"))
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .threads(1)
            .addProfiler(GCProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(System.getProperty("bench.results"))
            .build();
    new Runner(options).run();
  }
}
