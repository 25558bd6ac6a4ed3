package io.homeostat.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedFilesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int CLIENT_SIDE_APPLY_LIMIT = 262_144;

  private final List<CustomResourceDefinition> definitions = Definitions.all();

  @Test
  void regenerationChangesNothing() throws IOException {
    Map<Path, String> files = GeneratedFiles.all();

    for (Map.Entry<Path, String> file : files.entrySet()) {
      assertThat(ROOT.resolve(file.getKey())).as("run crds/generate").hasContent(file.getValue());
    }
    for (Path folder : List.of(GeneratedFiles.TEMPLATES, GeneratedFiles.REFERENCE)) {
      try (Stream<Path> committed = Files.list(ROOT.resolve(folder))) {
        assertThat(committed.map(ROOT::relativize))
            .as("run crds/generate")
            .allMatch(files::containsKey);
      }
    }
  }

  @Test
  void definitionsFitIntoClientSideApplyAndAreNoTemplates() {
    GeneratedFiles.all()
        .forEach(
            (path, text) -> {
              assertThat(text.getBytes(StandardCharsets.UTF_8))
                  .hasSizeLessThan(CLIENT_SIDE_APPLY_LIMIT);
              assertThat(text).as("Helm would read {{ in %s", path).doesNotContain("{{");
            });
  }

  @Test
  void everyFieldSaysWhatItIs() {
    definitions.forEach(
        definition -> {
          JSONSchemaProps root = schema(definition);
          assertThat(root.getDescription()).isNotBlank();
          described(root, definition.getSpec().getNames().getKind());
        });
  }

  @Test
  void everyDescriptionOfADefaultNamesTheDefaultOfTheSchema() {
    definitions.forEach(d -> defaults(schema(d), d.getSpec().getNames().getKind()));
  }

  @Test
  void everyKindShowsItsConditionFirstAndItsAgeLast() {
    definitions.forEach(
        definition -> {
          var columns = definition.getSpec().getVersions().getFirst().getAdditionalPrinterColumns();
          assertThat(columns.getFirst().getJsonPath()).startsWith(".status.conditions[?(@.type==");
          assertThat(columns.getLast().getName()).isEqualTo("Age");
        });
  }

  @Test
  void shortNamesAreUnique() {
    assertThat(definitions.stream().flatMap(d -> d.getSpec().getNames().getShortNames().stream()))
        .doesNotHaveDuplicates();
  }

  private static JSONSchemaProps schema(CustomResourceDefinition definition) {
    return definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static void described(JSONSchemaProps schema, String path) {
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              assertThat(property.getDescription())
                  .as(path + "." + name)
                  .isNotBlank()
                  .endsWith(".");
              described(property, path + "." + name);
            });
    if (schema.getItems() != null) {
      described(schema.getItems().getSchema(), path + "[]");
    }
  }

  private static void defaults(JSONSchemaProps schema, String path) {
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              if (property.getDefault() != null && property.getDefault().isValueNode()) {
                String text = property.getDefault().asText();
                assertThat(property.getDescription())
                    .as(path + "." + name)
                    .contains("Default " + (text.isEmpty() ? "empty" : text) + ".");
              }
              defaults(property, path + "." + name);
            });
    if (schema.getItems() != null) {
      defaults(schema.getItems().getSchema(), path + "[]");
    }
  }
}
