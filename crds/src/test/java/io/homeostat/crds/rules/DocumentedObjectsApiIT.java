package io.homeostat.crds.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object of the API that a page in docs/ shows is what the API server accepts. */
@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class DocumentedObjectsApiIT {
  private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");
  private static final Pattern BLOCK =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

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
  void everyActionOfAnInterventionIsShown() {
    assertThat(objects().map(object -> object.<String>get("spec", "action")))
        .contains("Promote", "Abort", "Pause", "Resume", "Retry", "Rollback", "SetTraffic");
  }

  @ParameterizedTest
  @MethodSource("objects")
  void aDocumentedObjectIsAccepted(GenericKubernetesResource object) {
    assertThatCode(
            () -> client.resource(object).dryRun(true).fieldValidation(Validation.STRICT).create())
        .doesNotThrowAnyException();
  }

  static Stream<GenericKubernetesResource> objects() {
    try (Stream<Path> files = Files.list(DOCS)) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return pages.stream().flatMap(DocumentedObjectsApiIT::objects);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + DOCS, e);
    }
  }

  /** Whole objects; a block without apiVersion shows where a field stands. */
  private static Stream<GenericKubernetesResource> objects(Path page) {
    try {
      List<MatchResult> blocks = BLOCK.matcher(Files.readString(page)).results().toList();
      return blocks.stream()
          .map(block -> Serialization.unmarshal(block.group(1), GenericKubernetesResource.class))
          .filter(object -> object.getApiVersion() != null)
          .filter(object -> object.getApiVersion().startsWith("homeostat.io/"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + page, e);
    }
  }
}
