package io.homeostat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSettingsTest {
  private static final Map<String, String> COMPLETE =
      Map.ofEntries(
          Map.entry("KAFKA_BOOTSTRAP", "kafka:9092"),
          Map.entry("ENGINE_KEY_FILE", "/keys/key"),
          Map.entry("POD_NAME", "operator-0"),
          Map.entry("POD_NAMESPACE", "homeostat"),
          Map.entry("GATEWAY_SERVICE", "gateway"),
          Map.entry("GATEWAY_URL", "http://gateway"),
          Map.entry("ARCHIVE_URL", "http://archive"),
          Map.entry("JOBS_IMAGE", "jobs:1"),
          Map.entry("ENGINE_IMAGE", "engine:1"),
          Map.entry("SCORER_IMAGE", "scorer:1"),
          Map.entry("SCORER_SERVICE_ACCOUNT", "scorer"),
          Map.entry("VERDICTS_URL", "http://verdicts"));

  @Test
  void readsWhatTheChartSays() {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put("WATCH_NAMESPACES", "one, two,");
    environment.put("PAUSED", "true");
    OperatorSettings settings = OperatorSettings.from(environment);

    assertThat(settings.watchNamespaces()).containsExactlyInAnyOrder("one", "two");
    assertThat(settings.paused()).isTrue();
    assertThat(settings.metricsPort()).isEqualTo(9090);
  }

  @Test
  void noNamespaceMeansAll() {
    assertThat(OperatorSettings.from(COMPLETE).watchNamespaces()).isEmpty();
    assertThat(OperatorSettings.from(COMPLETE).paused()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KAFKA_BOOTSTRAP",
        "ENGINE_KEY_FILE",
        "POD_NAME",
        "GATEWAY_SERVICE",
        "JOBS_IMAGE",
        "ENGINE_IMAGE"
      })
  void namesTheVariableThatIsMissing(String name) {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put(name, " ");

    assertThatThrownBy(() -> OperatorSettings.from(environment)).hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "-1", "70000"})
  void refusesAPortThatIsNone(String port) {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put("METRICS_PORT", port);

    assertThatThrownBy(() -> OperatorSettings.from(environment))
        .hasMessageContaining("METRICS_PORT")
        .hasMessageContaining(port);
  }

  @Test
  void verdictsAreServedWithoutArgoRolloutsToo() {
    OperatorSettings settings = OperatorSettings.from(COMPLETE);

    assertThat(settings.argoRollouts()).isFalse();
    assertThat(settings.verdictsPort()).isEqualTo(8082);
  }

  @Test
  void refusesAFlagThatIsNone() {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put("PAUSED", "yes");

    assertThatThrownBy(() -> OperatorSettings.from(environment))
        .hasMessageContaining("PAUSED")
        .hasMessageContaining("yes");
  }
}
