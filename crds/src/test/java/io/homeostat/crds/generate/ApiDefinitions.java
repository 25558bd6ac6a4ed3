package io.homeostat.crds.generate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The committed definitions, as the chart installs them. */
public final class ApiDefinitions {
  private ApiDefinitions() {}

  /** All definitions. */
  public static List<CustomResourceDefinition> all() {
    return Kinds.ALL.stream().map(kind -> read(HasMetadata.getFullResourceName(kind))).toList();
  }

  /** Names of the kinds in lower case. */
  public static List<String> kinds() {
    return all().stream().map(ApiDefinitions::kind).toList();
  }

  /** What the CEL rules of a kind tell a user, each once. */
  public static Set<String> ruleMessages(String kind) {
    CustomResourceDefinition definition =
        all().stream().filter(d -> kind(d).equals(kind)).findFirst().orElseThrow();
    Set<String> messages = new TreeSet<>();
    collect(
        definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), messages);
    return messages;
  }

  private static void collect(JSONSchemaProps schema, Set<String> messages) {
    schema.getXKubernetesValidations().stream()
        .map(ValidationRule::getMessage)
        .forEach(messages::add);
    schema.getProperties().values().forEach(property -> collect(property, messages));
    if (schema.getItems() != null) {
      collect(schema.getItems().getSchema(), messages);
    }
  }

  private static String kind(CustomResourceDefinition definition) {
    return definition.getSpec().getNames().getKind().toLowerCase(Locale.ROOT);
  }

  private static CustomResourceDefinition read(String name) {
    InputStream file =
        ApiDefinitions.class.getResourceAsStream("/META-INF/fabric8/" + name + "-v1.yml");
    if (file == null) {
      throw new IllegalStateException(
          "no definition of " + name + " on the class path: run crds/generate");
    }
    return Serialization.unmarshal(file, CustomResourceDefinition.class);
  }
}
