package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.events.Score;
import io.homeostat.monitor.detection.Recording;
import io.homeostat.monitor.detection.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Writes each scenario's scores with what the monitor said about them, for the comparison with
 * other detectors that {@code e2e/detection/run} makes.
 */
@EnabledIfSystemProperty(named = "detection.out", matches = ".+")
class DetectionTableTest extends PlayingTopology {
  private static final int CAPABILITIES = Integer.getInteger("detection.capabilities", 10);
  private static final String ONLY = System.getProperty("detection.scenario");
  private static final int BEFORE = CAPABILITIES * 450;
  private static final int AFTER = CAPABILITIES * 150;

  static Stream<Arguments> recordings() {
    return LongStream.rangeClosed(1, Long.getLong("detection.seeds", 1))
        .boxed()
        .flatMap(
            seed ->
                Arrays.stream(Scenario.values())
                    .filter(scenario -> ONLY == null || scenario.name().equals(ONLY))
                    .map(scenario -> Arguments.of(scenario, seed)));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void played(Scenario scenario, long seed) throws Exception {
    Recording recording = new Recording(scenario, CAPABILITIES, BEFORE, AFTER, seed);
    PlayedScenario played = play(recording);
    assertThat(letters.isEmpty()).isTrue();
    Map<String, Object> row = new TreeMap<>();
    row.put("order", scenario.ordinal());
    row.put("title", scenario.title());
    row.put("expected", scenario.cause());
    row.put("cycle", scenario.dailySwing() > 0);
    row.put("capabilities", CAPABILITIES);
    row.put("before", BEFORE);
    row.put("stepSeconds", Recording.GAP_MILLIS / 1000 / Recording.BURST);
    row.put("seed", seed);
    row.put("falseAlarms", played.falseAlarms());
    row.put("signal", scenario.signal());
    row.put("first", played.first().orElse(null));
    row.put("alarmed", new TreeSet<>(played.signals()));
    row.put("causes", new TreeSet<>(played.causes().values()));
    row.put(
        "values",
        recording.events().stream()
            .map(Recording.Event::score)
            .filter(Objects::nonNull)
            .map(DetectionTableTest::value)
            .toList());
    Path folder = Files.createDirectories(Path.of(System.getProperty("detection.out")));
    Files.write(
        folder.resolve(scenario.name() + "-" + seed + ".json"),
        new ObjectMapper().writeValueAsBytes(row));
  }

  /** Capability, composite, and latency in milliseconds. */
  private static List<Object> value(Score score) {
    return List.of(score.capability(), score.composite(), score.measures().latencyMillis());
  }
}
