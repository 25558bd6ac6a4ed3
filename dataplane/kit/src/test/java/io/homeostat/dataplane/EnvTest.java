package io.homeostat.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvTest {
  @Test
  void aMissingVariableIsNamedWithItsMeaning() {
    assertThatThrownBy(
            () ->
                new Env(Map.of("KAFKA_BOOTSTRAP", " "))
                    .required("KAFKA_BOOTSTRAP", "host:port of a Kafka broker"))
        .hasMessage(
            "environment variable KAFKA_BOOTSTRAP is not set: give the host:port of a Kafka"
                + " broker");
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    Env env = new Env(Map.of("A", "70000", "B", "x", "C", "8080"));
    assertThatThrownBy(() -> env.port("A", 1))
        .hasMessageContaining("A must be a whole number from 0 to 65535, found '70000'");
    assertThatThrownBy(() -> env.port("B", 1)).hasMessageContaining("found 'x'");
    assertThat(env.port("C", 1)).isEqualTo(8080);
    assertThat(env.port("D", 1)).isEqualTo(1);
  }

  @Test
  void flagsAndListsAreStrict() {
    Env env = new Env(Map.of("A", "yes", "L", " a, ,b "));
    assertThatThrownBy(() -> env.flag("A", false))
        .hasMessageContaining("must be true or false, found 'yes'");
    assertThat(env.list("L")).containsExactly("a", "b");
    assertThat(env.list("M")).isEmpty();
  }

  @Test
  void aSecretFileIsReadWithoutWhiteSpace(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "abc\n");
    Env env = new Env(Map.of("F", file.toString(), "G", folder.resolve("none").toString()));
    assertThat(env.secretFile("F", "key")).isEqualTo("abc");
    assertThatThrownBy(() -> env.secretFile("G", "key"))
        .hasMessageContaining("mount the Secret with the key there");
  }
}
