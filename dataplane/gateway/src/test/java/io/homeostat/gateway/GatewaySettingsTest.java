package io.homeostat.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.dataplane.Env;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {
  @TempDir private Path directory;

  private Map<String, String> complete() throws Exception {
    Path key = Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");
    return new HashMap<>(
        Map.of(
            "KAFKA_BOOTSTRAP", "kafka:9092",
            "ENGINE_KEY_FILE", key.toString(),
            "PLAN_CACHE_DIR", "/var/lib/homeostat"));
  }

  @Test
  void whatIsNotSetHasTheChartsDefaults() throws Exception {
    GatewaySettings settings = GatewaySettings.from(new Env(complete()));
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.internalPort()).isEqualTo(8081);
    assertThat(settings.ingestPort()).isEqualTo(4318);
    assertThat(settings.metricsPort()).isEqualTo(9090);
    assertThat(settings.allowAnonymous()).isFalse();
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.masterKey()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() throws Exception {
    for (String name : complete().keySet()) {
      Map<String, String> variables = complete();
      variables.remove(name);
      assertThatThrownBy(() -> GatewaySettings.from(new Env(variables)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    Map<String, String> wrong = complete();
    wrong.put("HTTP_PORT", "eighty");
    assertThatThrownBy(() -> GatewaySettings.from(new Env(wrong)))
        .hasMessageContaining("HTTP_PORT");
  }

  @Test
  void theMasterKeyIsNotPrinted() throws Exception {
    assertThat(GatewaySettings.from(new Env(complete())).toString()).doesNotContain("0123456789");
  }
}
