package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stage with one ModelService, and what tests of it ask and wait for. */
abstract class OneModelService {
  Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage();
  }

  @AfterEach
  void end() {
    stage.close();
  }

  String serving() {
    stage.start();
    stage.apply("support", "good prompt");
    stage.pods.engineReady("support", 1);
    eventually()
        .untilAsserted(
            () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
    return stage.plan("support").getSpec().stable();
  }

  /** Applies a prompt and waits until its canary moves sessions. */
  String canaryOf(String prompt) {
    stage.apply("support", prompt);
    eventually()
        .untilAsserted(() -> assertThat(newest().getStatus().state()).isEqualTo("Progressing"));
    return newest().getMetadata().getName();
  }

  CanaryRelease newest() {
    return stage.all(CanaryRelease.class).stream()
        .max(
            Comparator.comparing(
                c -> c.getMetadata().getCreationTimestamp() + c.getMetadata().getResourceVersion()))
        .orElseThrow();
  }

  int weight() {
    return stage.plan("support").getSpec().routes().stream()
        .filter(route -> route.role().equals("Candidate"))
        .mapToInt(Route::weightPermille)
        .sum();
  }

  void state(String canary, String state) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(stage.get(CanaryRelease.class, canary).getStatus().state())
                    .isEqualTo(state));
  }
}
