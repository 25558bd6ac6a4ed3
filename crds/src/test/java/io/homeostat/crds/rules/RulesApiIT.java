package io.homeostat.crds.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.generate.ApiDefinitions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class RulesApiIT {
  @KubeConfig static String kubeConfig;

  static KubernetesClient client;

  @BeforeAll
  static void applyDefinitions() {
    client = InstalledApi.on(kubeConfig);
  }

  @AfterAll
  static void close() {
    client.close();
  }

  static Stream<RuleCase> cases() {
    return ApiDefinitions.kinds().stream().flatMap(kind -> RuleCase.of(kind).stream());
  }

  static Stream<String> kinds() {
    return ApiDefinitions.kinds().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ruleAcceptsWhatItShould(RuleCase rule) {
    apply(rule, rule.accepted());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ruleRefusesWithFieldAndRemedy(RuleCase rule) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> apply(rule, rule.rejected()));

    assertThat(refusal).as("refusal of %s", rule.rejected().path("spec")).isNotNull();
    assertThat(refusal.getCode()).isEqualTo(422);
    assertThat(refusal.getStatus().getMessage()).contains(rule.message());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyRuleOfTheSchemaHasACase(String kind) {
    List<String> tried = RuleCase.of(kind).stream().map(RuleCase::message).toList();

    assertThat(ApiDefinitions.ruleMessages(kind))
        .allSatisfy(message -> assertThat(tried).as(message).anyMatch(message::startsWith));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void statusColumnsAndConditionsAreKept(String kind) {
    GenericKubernetesResource created = create(named(RuleCase.base(kind), kind + "-status"));
    created.setAdditionalProperty(
        "status",
        Serialization.unmarshal(
            """
            observedGeneration: 1
            conditions:
            - {type: Ready, status: "True", reason: Fine, message: "", lastTransitionTime: "2026-11-21T08:00:00Z", observedGeneration: 1}
            """,
            Object.class));

    GenericKubernetesResource updated = client.resource(created).updateStatus();

    JsonNode status =
        Serialization.jsonMapper().valueToTree(updated.getAdditionalProperties().get("status"));
    assertThat(status.at("/conditions/0/reason").asText()).isEqualTo("Fine");
    assertThat(status.at("/observedGeneration").asInt()).isEqualTo(1);
  }

  @Test
  void allKindsAreListedByTheirCategory() {
    assertThat(client.apiextensions().v1().customResourceDefinitions().list().getItems())
        .allSatisfy(
            definition -> {
              assertThat(definition.getSpec().getNames().getCategories()).contains("homeostat");
              assertThat(definition.getStatus().getConditions())
                  .noneMatch(
                      c ->
                          c.getType().equals("NonStructuralSchema")
                              && c.getStatus().equals("True"));
            });
  }

  private static void apply(RuleCase rule, JsonNode object) {
    if (!rule.update()) {
      create(object);
      return;
    }
    JsonNode base = named(rule.base(), object.at("/metadata/name").asText() + "-update");
    GenericKubernetesResource stored = create(base);
    GenericKubernetesResource changed = resource(named(object, stored.getMetadata().getName()));
    client.resource(changed).update();
  }

  /** Creates, after deleting what an earlier case left under this name. */
  private static GenericKubernetesResource create(JsonNode object) {
    GenericKubernetesResource wanted = resource(object);
    client.resource(wanted).delete();
    return client.resource(wanted).create();
  }

  private static GenericKubernetesResource resource(JsonNode object) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
    resource.getMetadata().setNamespace("default");
    return resource;
  }

  private static JsonNode named(JsonNode object, String name) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.path("metadata")).put("name", name);
    return copy;
  }
}
