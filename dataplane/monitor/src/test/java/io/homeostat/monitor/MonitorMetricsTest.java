package io.homeostat.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MonitorMetricsTest {
  private static final Path LIST = Path.of("..", "..", "docs", "operations.md");

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedOneIsScraped() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MonitorMetrics metrics = new MonitorMetrics(registry);
    metrics.record("topic");
    metrics.leftOut(MonitorCounters.LeftOut.LATE);
    metrics.closed(1);
    metrics.deadLetter();
    metrics.unwritten();
    metrics.malformedVerdict();
    metrics.restarted();
    metrics.verdict(new DriftVerdict(1, "n/m", "uid", "n/s", 1, "digest", true, List.of()));
    assertThat(names(registry.scrape(), Pattern.compile("(?m)^(homeostat_monitor_\\w+)")))
        .isEqualTo(
            names(
                Files.readString(LIST),
                Pattern.compile("\\| monitor \\| `(homeostat_monitor_\\w+)` \\|")));
  }

  private static Set<String> names(String text, Pattern pattern) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static DriftVerdict.Stream watching() {
    return new DriftVerdict.Stream(
        "date",
        "Quality",
        "Watching",
        "r",
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        true,
        "r",
        null,
        1_000,
        List.of(),
        null,
        null);
  }

  @Test
  void streamsOfAReleasedPartitionOrAGoneMonitorAreNotCounted() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MonitorMetrics metrics = new MonitorMetrics(registry);
    DriftVerdict.Stream stream = watching();
    DriftVerdict one =
        new DriftVerdict(1, "n/one", "uid", "n/s", 1, "digest", true, List.of(stream));
    DriftVerdict two =
        new DriftVerdict(1, "n/two", "uid", "n/s", 1, "digest", true, List.of(stream));
    metrics.streams(0, one);
    metrics.streams(1, two);
    assertThat(registry.get("homeostat.monitor.streams").tag("state", "Watching").gauge().value())
        .isEqualTo(2);
    metrics.released(1);
    metrics.withdrawn(one.key());
    assertThat(registry.get("homeostat.monitor.streams").tag("state", "Watching").gauge().value())
        .isZero();
  }
}
