package io.homeostat.webhooks;

import static io.homeostat.webhooks.Installation.NAMESPACE;
import static io.homeostat.webhooks.Installation.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders and warnings: the real API server calls the process, or finds that it is down. */
@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class WebhooksApiIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SERVICE =
      """
      apiVersion: homeostat.io/v1alpha1
      kind: ModelService
      metadata: {name: support, namespace: default}
      spec:
        model: {uri: "pvc://models/base"}
        replicas: %d
        prompt: {configMapRef: {name: prompts, key: text}}
      """;
  private static final String TRAINING =
      """
      apiVersion: homeostat.io/v1alpha1
      kind: FineTuneJob
      metadata: {name: refunds, namespace: default}
      spec:
        modelServiceRef: {name: support}
        datasetRef: {name: refunds}
        lora: {rank: 64}
      """;

  @KubeConfig static String kubeConfig;

  private static Installation installation;
  private WebhooksProcess process;

  @BeforeAll
  static void prepare() throws Exception {
    installation = new Installation(kubeConfig);
  }

  @AfterAll
  static void closeClient() {
    installation.close();
  }

  @BeforeEach
  void start() throws Exception {
    process = new WebhooksProcess(installation.settings, installation.client, Clock.systemUTC());
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(Installation.probe(process, "/readyz").statusCode()).isEqualTo(200));
  }

  @AfterEach
  void stop() {
    process.close();
    for (var kind : List.of(Intervention.class, ModelService.class, FineTuneJob.class)) {
      installation.client.resources(kind).inNamespace(NAMESPACE).delete();
    }
  }

  @Test
  void theOrderCarriesItsAuthenticatedUserWhateverTheClientSends() {
    try (KubernetesClient anna = installation.as("anna@example.com")) {
      await()
          .atMost(LONG)
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .untilAsserted(
              () ->
                  assertThat(
                          anna.resource(order("abort", "somebody-else"))
                              .create()
                              .getSpec()
                              .requestedBy())
                      .isEqualTo("anna@example.com"));
    }
  }

  @Test
  void whileTheProcessIsDownOnlyOrdersWithoutTheirAuthorAreRefused() {
    process.close();

    try (KubernetesClient anna = installation.as("anna")) {
      for (String author : new String[] {null, "mallory"}) {
        assertThatExceptionOfType(KubernetesClientException.class)
            .isThrownBy(() -> anna.resource(order("abort", author)).create())
            .withMessageContaining("spec.requestedBy must be anna")
            .withMessageContaining("see to deployment/homeostat-webhooks in namespace default");
      }
      assertThat(anna.resource(order("abort", "anna")).create()).isNotNull();
      assertThat(anna.resource(service(1)).create()).isNotNull();
      assertThat(anna.resource(service(2)).forceConflicts().serverSideApply().getSpec().replicas())
          .isEqualTo(2);
    }
  }

  @Test
  void whatDoesNotFitItsNeighboursIsStoredAndItsAuthorIsWarned() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(warnings("modelservices", SERVICE.formatted(1)))
                    .singleElement()
                    .asString()
                    .contains("there is no ConfigMap 'prompts' in this namespace yet"));
    installation.client.resource(service(1)).create();

    List<String> told = warnings("finetunejobs", TRAINING);

    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).contains("spec.datasetRef: there is no Dataset 'refunds'");
    assertThat(told.getLast()).contains("rank 64 is above spec.engine.maxLoraRank 16");
    assertThat(
            installation
                .client
                .resource(Serialization.unmarshal(TRAINING, FineTuneJob.class))
                .create())
        .as("a warning is no denial")
        .isNotNull();
  }

  @Test
  void whatFitsGivesNoWarning() {
    installation
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("prompts")
                .endMetadata()
                .addToData("text", "Be brief.")
                .build())
        .create();

    assertThat(warnings("modelservices", SERVICE.formatted(1))).isEmpty();
    installation.client.configMaps().inNamespace(NAMESPACE).withName("prompts").delete();
  }

  private static ModelService service(int replicas) {
    return Serialization.unmarshal(SERVICE.formatted(replicas), ModelService.class);
  }

  /** What the API server tells the author of an object; nothing is stored. */
  private static List<String> warnings(String plural, String yaml) {
    var http = installation.client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(
                installation.client.getMasterUrl()
                    + "apis/homeostat.io/v1alpha1/namespaces/default/%s?dryRun=All"
                        .formatted(plural))
            .post("application/yaml", yaml)
            .build();
    HttpResponse<String> response = http.sendAsync(request, String.class).join();
    assertThat(response.code()).as(response.body()).isEqualTo(201);
    return response.headers("Warning");
  }
}
