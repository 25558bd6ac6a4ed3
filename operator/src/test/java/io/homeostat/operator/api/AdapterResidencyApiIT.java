package io.homeostat.operator.api;

import static io.homeostat.operator.api.Repair.ADAPTER;
import static io.homeostat.operator.api.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.release.Release;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where adapters are while pods come, restart and go, on a real API server. */
class AdapterResidencyApiIT extends OneRepair {
  private static final String SECOND_IP = "10.98.0.2";

  @Test
  void aNewPodGetsRequestsOnlyAfterStablesAdapterAnsweredThere() {
    promoted();
    stage.network.engine(SECOND_IP).loadError = "not yet";
    stage.pods.enginePod("support", "engine-b", SECOND_IP, "second");
    eventually()
        .untilAsserted(() -> assertThat(stage.network.engine(SECOND_IP).calls).isNotEmpty());
    assertThat(stage.pods.open("engine-b")).isFalse();
    assertThat(stage.pods.open("engine-a")).isTrue();

    stage.network.engine(SECOND_IP).loadError = null;
    eventually().untilAsserted(() -> assertThat(stage.pods.open("engine-b")).isTrue());
    assertThat(stage.network.engine(SECOND_IP).loaded).contains(ADAPTER);
  }

  @Test
  void podsThatComeOrRestartWhileTheOperatorIsAwayAreProvenWhenItIsBack() {
    String release = promoted();
    stage.stop();
    stage.network.restart(POD_IP);
    stage.pods.enginePod("support", "engine-b", SECOND_IP, "second");
    assertThat(stage.pods.open("engine-a")).isTrue(); // a restarted engine stays in traffic
    assertThat(stage.pods.open("engine-b")).isFalse();

    stage.start();
    eventually().untilAsserted(() -> assertThat(stage.pods.open("engine-b")).isTrue());
    assertThat(stage.network.engine(SECOND_IP).loaded).contains(ADAPTER);
    eventually()
        .untilAsserted(() -> assertThat(stage.network.engine(POD_IP).loaded).contains(ADAPTER));
    repair.proven(release, 2);
  }

  @Test
  void allPodsReplacedAtOnceProveEverythingAnew() {
    String release = promoted();
    stage.pods.delete("engine-a");
    stage.pods.enginePod("support", "engine-c", "10.98.0.3", "third");
    eventually().untilAsserted(() -> assertThat(stage.pods.open("engine-c")).isTrue());
    repair.proven(release, 1);
    assertThat(stage.network.engine("10.98.0.3").calls)
        .contains("load " + ADAPTER + " /adapters/" + ADAPTER, "chat " + ADAPTER);
  }

  @Test
  void aBadCandidateKeepsNoNewPodFromStable() {
    stage.network.engine(SECOND_IP).loadError = "No adapter found";
    repair.release();
    stage.pods.enginePod("support", "engine-b", SECOND_IP, "second");

    eventually().untilAsserted(() -> assertThat(stage.pods.open("engine-b")).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "500, LoRA rank 64 is greater than max_lora_rank 16.",
    "500, Error while deserializing header: incomplete metadata",
    "500, size mismatch for layers.0.self_attn.q_proj: shapes of another base",
    "404, No adapter found for /adapters/fix"
  })
  void whatAnEngineRefusesIsTheConditionAndNeverGetsTraffic(int status, String message) {
    stage.network.engine(POD_IP).loadStatus = status;
    stage.network.engine(POD_IP).loadError = message;
    String release = repair.release();
    repair.canary("run-canary", release);
    eventually()
        .untilAsserted(
            () -> {
              assertThat(condition(release, "Ready").getReason()).isEqualTo("AdapterNotProven");
              assertThat(condition(release, "Ready").getMessage())
                  .contains("engine-a")
                  .contains(message);
              assertThat(stage.get(CanaryRelease.class, "run-canary").getStatus().state())
                  .isEqualTo("Waiting");
            });
    assertThat(stage.plan("support").getSpec().routes()).hasSize(1);
  }

  @Test
  void aRefusedAdapterIsUnloadedEverywhereOnceNoRequestOfItIsOpen() {
    stage.pods.enginePod("support", "engine-b", SECOND_IP, "second");
    String release = repair.release();
    repair.canary("run-canary", release);
    repair.state("run-canary", "Progressing");
    assertThat(condition(release, "Unloaded").getReason()).isEqualTo("AdapterInUse");
    stage.network.open = Map.of(release, 1);
    stage.verdict("run-canary", "RollBack", "Breach", 60);
    repair.state("run-canary", "RolledBack");
    eventually()
        .untilAsserted(
            () -> {
              assertThat(stage.plan("support").getStatus().draining()).containsExactly(release);
              assertThat(condition(release, "Unloaded").getReason()).isEqualTo("RequestsOpen");
            });
    Awaitility.await()
        .during(Duration.ofSeconds(2))
        .until(() -> stage.network.engine(POD_IP).loaded.contains(ADAPTER));

    stage.network.open = Map.of();
    eventually()
        .untilAsserted(
            () -> {
              assertThat(condition(release, "Unloaded").getStatus()).isEqualTo("True");
              assertThat(condition(release, "Unloaded").getMessage()).contains("(2)");
            });
    assertThat(stage.network.engine(POD_IP).loaded).isEmpty();
    assertThat(stage.network.engine(SECOND_IP).loaded).isEmpty();
  }

  /** A repair that has become stable; returns its Release. */
  private String promoted() {
    String release = repair.release();
    repair.canary("run-canary", release);
    repair.passes("run-canary");
    eventually()
        .untilAsserted(() -> assertThat(stage.plan("support").getSpec().routes()).hasSize(1));
    return release;
  }

  private Condition condition(String release, String type) {
    return Conditions.find(stage.get(Release.class, release).getStatus().conditions(), type)
        .orElseThrow();
  }
}
