package io.homeostat.monitor.definitions;

import static io.homeostat.monitor.definitions.DefinitionsReaderTest.SERVICE;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.monitor;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.read;
import static io.homeostat.monitor.definitions.DefinitionsReaderTest.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftMonitorReaderTest {
  @Test
  void monitorGivesSettingsDigestAndNumberOfStreams() {
    DriftMonitorSpec spec = spec("0.1", "2");
    ServiceDefinition service =
        read(List.of(monitor(spec)), List.of(), List.of()).service("support/desk").orElseThrow();
    MonitorDefinition monitor = service.monitors().getFirst();
    assertThat(monitor.subject()).isEqualTo("support/drift");
    assertThat(monitor.specDigest()).isEqualTo(CanonicalJson.digest(spec));
    assertThat(monitor.settings()).isEqualTo(new DriftSettings(100, 150, 60_000, 0.1, 600_000));
    assertThat(monitor.promise()).isEqualTo(new FalseAlarmPromise.PerMonth(2));
    assertThat(monitor.epochMillis()).isZero();
    assertThat(service.streams(monitor)).as("date, units and other, by two signals").isEqualTo(6);
  }

  @Test
  void emptyMonitorHasTheDefaultsOfTheApi() {
    DriftMonitorSpec spec = new DriftMonitorSpec(SERVICE, null, null, null, null, null, null, null);
    MonitorDefinition monitor =
        read(List.of(monitor(spec)), List.of(), List.of())
            .service("support/desk")
            .orElseThrow()
            .monitors()
            .getFirst();
    assertThat(monitor.signals()).containsExactly(Signal.QUALITY);
    assertThat(monitor.settings())
        .isEqualTo(new DriftSettings(100, 500, 86_400_000, 0.05, 600_000));
    assertThat(monitor.promise()).isEqualTo(new FalseAlarmPromise.PerMonth(1));
    assertThat(monitor.anchor()).isEqualTo(MonitorDefinition.Anchor.NONE);
  }

  @Test
  void signalsSharedEpochsAnchorAndPricesAreRead() {
    DriftMonitorSpec spec =
        new DriftMonitorSpec(
            SERVICE,
            List.of(
                new DriftMonitorSpec.Signal("Score", "judge.relevance", null),
                new DriftMonitorSpec.Signal("Cost", "", null)),
            null,
            new DriftMonitorSpec.FalseAlarms(null, "5", 3600),
            new DriftMonitorSpec.Baseline(null, null, null, "desk-old", null),
            new CanaryPlan.Prices("0.5", "1.5"),
            null,
            null);
    ServiceDefinition service =
        read(List.of(monitor(spec)), List.of(), List.of()).service("support/desk").orElseThrow();
    MonitorDefinition monitor = service.monitors().getFirst();
    assertThat(monitor.signals())
        .extracting(Signal::name)
        .containsExactly("Score/judge.relevance", "Cost");
    assertThat(monitor.promise()).isEqualTo(new FalseAlarmPromise.FalseDiscoveries(5, 3_600_000));
    assertThat(monitor.settings().sameDriftWithin()).isEqualTo(3_600_000);
    assertThat(monitor.anchor().keeps("desk-old")).isTrue();
    assertThat(monitor.anchor().keeps("desk-new")).isFalse();
    assertThat(monitor.prices()).isEqualTo(new MonitorDefinition.Prices(0.5e-6, 1.5e-6));
    assertThat(service.parts()).containsExactly("judge.relevance");
  }

  private static DriftMonitorSpec with(DriftMonitorSpec.Signal... signals) {
    return new DriftMonitorSpec(
        SERVICE,
        List.of(signals),
        null,
        null,
        new DriftMonitorSpec.Baseline(null, null, null, null, "HourOfWeek"),
        null,
        null,
        null);
  }

  @Test
  void mixIsOneStreamOfTheWholeServiceAndChartsBelongToTheirSignal() {
    DriftMonitorSpec.Chart chart = new DriftMonitorSpec.Chart("Cusum", "0.5");
    DriftMonitorSpec.Chart other = new DriftMonitorSpec.Chart("PopulationStability", null);
    DriftMonitorSpec spec =
        with(
            new DriftMonitorSpec.Signal("Mix", null, null),
            new DriftMonitorSpec.Signal("Latency", null, List.of(chart, other)));
    ServiceDefinition service =
        read(List.of(monitor(spec)), List.of(), List.of()).service("support/desk").orElseThrow();
    MonitorDefinition monitor = service.monitors().getFirst();
    assertThat(service.streams(monitor)).as("one, and latency of three").isEqualTo(4);
    assertThat(monitor.seasonal()).isTrue();
    assertThat(monitor.charts(monitor.signal("Mix").orElseThrow())).isEmpty();
    assertThat(monitor.charts(monitor.signal("Latency").orElseThrow()))
        .containsExactly(
            new ChartPlan(ChartPlan.Type.CUSUM, 0.5),
            new ChartPlan(ChartPlan.Type.POPULATION_STABILITY, 0.1));
  }

  @Test
  void chartsOfWhatHasNoNumbersAreRefusedWithTheRemedy() {
    DriftMonitorSpec spec =
        with(
            new DriftMonitorSpec.Signal(
                "Language", null, List.of(new DriftMonitorSpec.Chart("Ewma", null))));
    assertThat(read(List.of(monitor(spec)), List.of(), List.of()).problems())
        .singleElement()
        .asString()
        .endsWith("spec.signals: metric Language has no numbers to chart; leave charts out");
  }
}
