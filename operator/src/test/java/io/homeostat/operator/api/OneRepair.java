package io.homeostat.operator.api;

import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stage whose one ModelService serves from one engine pod, ready for a repair. */
abstract class OneRepair {
  static final String POD_IP = "10.98.0.1";

  Stage stage;
  Repair repair;

  @BeforeEach
  void begin() {
    stage = new Stage().start();
    repair = new Repair(stage);
    stage.apply("support", "good prompt");
    stage.pods.engineReady("support", 1);
    stage.pods.enginePod("support", "engine-a", POD_IP, "first");
    eventually()
        .untilAsserted(
            () -> assertThat(stage.condition("support", "Ready").getStatus()).isEqualTo("True"));
  }

  @AfterEach
  void end() {
    stage.close();
  }
}
