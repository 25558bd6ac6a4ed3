package io.homeostat.operator.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Test
  void figuresMayChangeEveryFifteenSecondsPerObject() {
    SetClock clock = new SetClock();
    FigurePace pace = new FigurePace(clock);
    assertThat(pace.take("a")).isTrue();
    assertThat(pace.take("a")).isFalse();
    assertThat(pace.take("b")).isTrue();

    clock.now = clock.now.plusSeconds(15);
    assertThat(pace.take("a")).isTrue();
  }

  @Test
  void anUnchangedStatusIsNotWritten() {
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder().withName("r").withNamespace("ns").withResourceVersion("7").build());
    ReleaseStatus status = new ReleaseStatus(1L, List.of(), List.of());
    release.setStatus(status);

    assertThat(StatusPatch.of(release, new ReleaseStatus(1L, List.of(), List.of())).isNoUpdate())
        .isTrue();
  }

  @Test
  void aChangedStatusIsWrittenByAnObjectThatCarriesNothingElse() {
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder()
            .withName("r")
            .withNamespace("ns")
            .withResourceVersion("7")
            .addToLabels("a", "b")
            .build());
    Release written =
        StatusPatch.of(release, new ReleaseStatus(1L, List.of(), List.of()))
            .getResource()
            .orElseThrow();

    assertThat(written.getMetadata().getName()).isEqualTo("r");
    assertThat(written.getMetadata().getResourceVersion()).isNull();
    assertThat(written.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(written.getSpec()).isNull();
  }

  @Test
  void stepsRunInOrderUntilOneDoesNotProceed() {
    List<String> ran = new ArrayList<>();
    List<Step<List<String>>> steps =
        List.of(
            pass -> {
              pass.add("first");
              return StepResult.proceed();
            },
            pass -> {
              pass.add("second");
              return StepResult.requeueAfter(Duration.ofSeconds(3));
            },
            pass -> {
              pass.add("third");
              return StepResult.done();
            });

    assertThat(Step.runAll(steps, ran)).isEqualTo(StepResult.requeueAfter(Duration.ofSeconds(3)));
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void probesTellLifeReadinessAndMetrics() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new OperatorMetrics(registry).verdictReceived();
    try (Probes probes = Probes.start(0, registry, () -> true, () -> false)) {
      assertThat(get(probes, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(probes, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(probes, "/metrics").body())
          .contains("homeostat_operator_verdicts_total{result=\"received\"} 1.0");
    }
  }

  private static HttpResponse<String> get(Probes probes, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
