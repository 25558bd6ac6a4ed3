package io.homeostat.crds.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every object in examples/ is what the API server accepts, without a field that it does not know.
 */
@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class ExamplesApiIT {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath().getParent().resolve("examples");

  @KubeConfig static String kubeConfig;

  private static KubernetesClient client;

  @BeforeAll
  static void install() {
    client = InstalledApi.on(kubeConfig, "support");
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @Test
  void thereAreObjectsOfTheApi() {
    assertThat(objects().map(example -> example.object().path("kind").asText()))
        .contains("ModelService", "QualityPolicy", "Judge", "DriftMonitor", "HealingPolicy");
  }

  @ParameterizedTest
  @MethodSource("objects")
  void anExampleIsAccepted(Example example) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(example.object().toString(), GenericKubernetesResource.class);

    assertThatCode(
            () ->
                client
                    .resource(resource)
                    .dryRun(true)
                    .fieldValidation(Validation.STRICT)
                    .serverSideApply())
        .doesNotThrowAnyException();
  }

  static Stream<Example> objects() {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      List<Path> yaml = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return yaml.stream().flatMap(ExamplesApiIT::objects);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + EXAMPLES, e);
    }
  }

  /** The objects of one file; Helm values and kustomizations are none. */
  private static Stream<Example> objects(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("(?m)^---\\s*$"))
          .map(
              text ->
                  new ObjectMapper()
                      .<JsonNode>valueToTree(Serialization.unmarshal(text, Object.class)))
          .filter(
              object -> object.has("kind") && !"Kustomization".equals(object.path("kind").asText()))
          .map(object -> new Example(EXAMPLES.relativize(file), object));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  record Example(Path file, JsonNode object) {
    @Override
    public String toString() {
      return "%s: %s %s"
          .formatted(file, object.path("kind").asText(), object.at("/metadata/name").asText());
    }
  }
}
