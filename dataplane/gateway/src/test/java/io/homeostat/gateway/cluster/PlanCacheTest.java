package io.homeostat.gateway.cluster;

import static io.homeostat.gateway.cluster.Objects.plan;
import static io.homeostat.gateway.cluster.Objects.route;
import static io.homeostat.gateway.cluster.Objects.service;
import static io.homeostat.gateway.cluster.Objects.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.release.Decoding;
import io.homeostat.gateway.routing.ModelTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCacheTest {
  @Test
  void whatWasServedIsReadBackFromTheFile(@TempDir Path directory) throws Exception {
    ModelTable table =
        TableReader.read(
            List.of(service("ns", "support", "helper", "Redacted")),
            List.of(
                plan(
                    "ns",
                    "support",
                    4,
                    route(
                        "support-a",
                        "Stable",
                        950,
                        "Be kind.",
                        new Decoding("0.2", "0.9", 64, List.of("END"))),
                    route("support-b", "Candidate", 50, null, null))),
            List.of(slice("ns", "support", "http", true, "10.0.0.1")),
            ModelTable.EMPTY);
    PlanCache cache = new PlanCache(directory.resolve("not/there/yet"));
    assertThat(cache.load()).isEmpty();
    cache.save(table);
    assertThat(new PlanCache(directory.resolve("not/there/yet")).load().orElseThrow().models())
        .isEqualTo(table.models());
    Files.writeString(directory.resolve("not/there/yet/plans.json"), "[{\"half");
    assertThat(cache.load()).isEmpty();
  }

  @Test
  void aDiskThatCannotBeWrittenDoesNotStopServing(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    new PlanCache(file).save(ModelTable.EMPTY);
    assertThat(new PlanCache(file).load()).isEmpty();
  }
}
