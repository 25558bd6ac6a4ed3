package io.homeostat.crds.generate;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes CustomResourceDefinitions of the kinds: fabric8's generator, then what it does not know of.
 */
final class Definitions {
  private Definitions() {}

  /** The definition of each kind, in the order of {@link Kinds#ALL}. */
  static List<CustomResourceDefinition> all() {
    Map<String, CustomResourceDefinition> byKind = new TreeMap<>();
    new CRDGenerator()
        .customResourceClasses(new ArrayList<>(Kinds.ALL))
        .forCRDVersions("v1")
        .withPostProcessor(collectInto(byKind))
        .withOutput(new Discard())
        .generate();
    return Kinds.ALL.stream()
        .map(kind -> completed(kind, byKind.get(kind.getSimpleName())))
        .toList();
  }

  private static CRDPostProcessor collectInto(Map<String, CustomResourceDefinition> byKind) {
    return new CRDPostProcessor() {
      @Override
      public HasMetadata process(HasMetadata generated, String crdSpecVersion) {
        CustomResourceDefinition definition = (CustomResourceDefinition) generated;
        byKind.put(definition.getSpec().getNames().getKind(), definition);
        return generated;
      }
    };
  }

  private static CustomResourceDefinition completed(
      Class<? extends CustomResource<?, ?>> kind, CustomResourceDefinition definition) {
    definition.getMetadata().setAnnotations(Map.of("helm.sh/resource-policy", "keep"));
    definition.getMetadata().setLabels(Map.of("app.kubernetes.io/part-of", "homeostat"));
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(columns(kind));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    root.setRequired(List.of("spec"));
    JSONSchemaProps spec = root.getProperties().get("spec");
    spec.setDescription("What is wanted.");
    SchemaRefinement.refineSpec(type(kind, 0), spec);
    JSONSchemaProps status = root.getProperties().get("status");
    status.setDescription("What is; written by the operator.");
    SchemaRefinement.refineStatus(type(kind, 1), status);
    return definition;
  }

  /** In the order of the annotations; the generator would sort them by path. */
  private static List<CustomResourceColumnDefinition> columns(Class<?> kind) {
    return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(
            column ->
                new CustomResourceColumnDefinitionBuilder()
                    .withName(column.name())
                    .withType(column.type().getValue())
                    .withJsonPath(column.jsonPath())
                    .withPriority(column.priority())
                    .build())
        .toList();
  }

  private static Class<?> type(Class<?> kind, int argument) {
    ParameterizedType resource = (ParameterizedType) kind.getGenericSuperclass();
    return (Class<?>) resource.getActualTypeArguments()[argument];
  }

  /** The generator wants to write before our part is done. */
  private static final class Discard extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    @Override
    protected ByteArrayOutputStream createStreamFor(String crdName) throws IOException {
      return new ByteArrayOutputStream();
    }
  }
}
