package io.homeostat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.homeostat.crds.common.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.lua51.Lua51;

/** What Argo CD says of our objects, by the scripts that a user gives it, in Lua 5.1 as it runs. */
class ArgoHealthTest {
  private static final Path SCRIPTS = Path.of("..", "examples", "argocd", "argocd-cm.yaml");
  private static final Path RECORDED =
      Path.of("src", "test", "resources", "argocd", "recorded.yaml");
  private static final Path DEFINITIONS = Path.of("..", "charts", "homeostat-crds", "templates");
  private static final String PREFIX = "resource.customizations.health." + Api.GROUP + "_";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  static Stream<Arguments> recorded() throws IOException {
    return StreamSupport.stream(YAML.readTree(RECORDED.toFile()).spliterator(), false)
        .map(
            found ->
                Arguments.of(
                    found.path("when").asText(),
                    found.path("health").asText(),
                    found.path("says").asText(),
                    found.path("object")));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("recorded")
  void healthOfARecordedObject(String when, String health, String says, JsonNode object)
      throws IOException {
    Map<?, ?> told = health(object);

    assertThat(told.get("status")).isEqualTo(health);
    assertThat(told.get("message")).asString().contains(says);
  }

  @Test
  void everyKindHasAScriptAndARecordedObject() throws IOException {
    Set<String> kinds = kinds();
    Set<String> scripts = new TreeSet<>();
    Iterator<String> names = data().fieldNames();
    names.forEachRemaining(name -> scripts.add(name.substring(PREFIX.length())));
    Set<String> objects = new TreeSet<>();
    recorded().forEach(found -> objects.add(((JsonNode) found.get()[3]).path("kind").asText()));

    assertThat(scripts).isEqualTo(kinds);
    assertThat(objects).isEqualTo(kinds);
  }

  @Test
  void anObjectThatNobodyHasLookedAtIsProgressing() throws IOException {
    for (String kind : kinds()) {
      JsonNode fresh =
          YAML.readTree("{kind: %s, metadata: {name: x, generation: 1}, spec: {}}".formatted(kind));
      assertThat(health(fresh).get("status")).as(kind).isEqualTo("Progressing");
    }
  }

  @Test
  void aStatusOfTheSpecBeforeIsProgressing() throws IOException {
    JsonNode stale =
        YAML.readTree(
            """
            kind: ModelService
            metadata: {name: x, generation: 2}
            spec: {}
            status:
              observedGeneration: 1
              conditions: [{type: Ready, status: "True", message: release 'a' serves}]
            """);

    assertThat(health(stale).get("status")).isEqualTo("Progressing");
  }

  private static Map<?, ?> health(JsonNode object) throws IOException {
    String script = data().path(PREFIX + object.path("kind").asText()).asText();
    try (Lua lua = new Lua51()) {
      lua.openLibraries();
      lua.push(YAML.convertValue(object, Map.class), Lua.Conversion.FULL);
      lua.setGlobal("obj");
      lua.load(script);
      lua.pCall(0, 1);
      return lua.toMap(-1);
    }
  }

  private static JsonNode data() throws IOException {
    return YAML.readTree(SCRIPTS.toFile()).path("data");
  }

  private static Set<String> kinds() throws IOException {
    Set<String> kinds = new TreeSet<>();
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      for (Path file : files.toList()) {
        kinds.add(YAML.readTree(file.toFile()).at("/spec/names/kind").asText());
      }
    }
    return kinds;
  }
}
