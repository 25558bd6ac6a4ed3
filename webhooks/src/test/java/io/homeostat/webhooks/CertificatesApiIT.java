package io.homeostat.webhooks;

import static io.homeostat.webhooks.Installation.NAMESPACE;
import static io.homeostat.webhooks.Installation.order;
import static io.homeostat.webhooks.Installation.servedEnd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubeapitest.junit.KubeConfig;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.webhooks.certificate.Certificates;
import io.homeostat.webhooks.certificate.ServingCertificate;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes on calling the process while certificates and authorities change. */
@ExtendWith(ApiServerBinaries.class)
@EnableKubeAPIServer
class CertificatesApiIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  @KubeConfig static String kubeConfig;

  private static Installation installation;
  private final ShiftedClock clock = new ShiftedClock();
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
  void nothingIsKnown() {
    installation.client.secrets().inNamespace(NAMESPACE).delete();
    installation.configure();
  }

  @AfterEach
  void stop() {
    process.close();
    installation.client.resources(Intervention.class).inNamespace(NAMESPACE).delete();
  }

  @Test
  void noOrderIsRefusedWhileServerAndAuthorityAreRenewed() throws Exception {
    // an authority ends 1,825 days after its beginning, and is followed 90 days before
    clock.shift(Duration.ofDays(-1736));
    start(installation.settings);
    clock.shift(Duration.ofDays(-60));
    Map<String, String> first = renewed(Map.of());
    awaitFirstOrder();

    try (Orders orders = new Orders(installation.client)) {
      clock.shift(Duration.ZERO);
      Map<String, String> second = renewed(first);
      assertThat(second.get("ca.crt"))
          .as("the authority is another")
          .isNotEqualTo(first.get("ca.crt"));
      orders.awaitMore(20);

      assertThat(orders.refused()).isEmpty();
    }
  }

  @Test
  void theAuthorityIsPublishedAgainWhenSomebodyWipesIt() throws Exception {
    start(installation.settings);
    String published = installation.bundle();

    installation.configure();

    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(installation.bundle()).isEqualTo(published));
    awaitFirstOrder();
  }

  @Test
  void aRestartKeepsTheCertificate() throws Exception {
    start(installation.settings);
    Map<String, String> before = installation.secret();
    process.close();

    start(installation.settings);

    assertThat(installation.secret()).isEqualTo(before);
  }

  @Test
  void aReplicaTakesOverWhatAnotherRenews() throws Exception {
    clock.shift(Duration.ofDays(-70));
    start(installation.settings);
    Map<String, String> before = installation.secret();
    ShiftedClock present = new ShiftedClock();

    try (WebhooksProcess replica =
        new WebhooksProcess(
            Installation.settings(0, Optional.empty()), installation.client, present)) {
      await().atMost(LONG).untilAsserted(() -> assertThat(replica.httpsPort()).isPositive());
      assertThat(installation.secret().get("tls.crt")).isNotEqualTo(before.get("tls.crt"));
      assertThat(installation.secret().get("ca.crt")).isEqualTo(before.get("ca.crt"));
      clock.shift(Duration.ZERO);
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(servedEnd(process)).isEqualTo(end(installation.secret())));
    }
    awaitFirstOrder();
  }

  @Test
  void aDamagedSecretIsWrittenAnew() throws Exception {
    start(installation.settings);
    installation
        .client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName(installation.settings.secret())
        .edit(
            secret -> {
              secret.getData().put("tls.key", "AAAA");
              return secret;
            });

    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(installation.secret().get("tls.key")).isNotEqualTo("AAAA"));
    awaitFirstOrder();
  }

  @Test
  void aMountedCertificateIsServedAndFollowedAndNothingIsWritten(@TempDir Path folder)
      throws Exception {
    ServingCertificate first = Certificates.valid();
    write(folder, first);
    start(Installation.settings(installation.settings.httpsPort(), Optional.of(folder)));
    assertThat(servedEnd(process)).isEqualTo(first.end().getEpochSecond());

    ServingCertificate second =
        Certificates.at(clock.instant().plusSeconds(-3600)).newServer(first);
    write(folder, second);

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(servedEnd(process)).isEqualTo(second.end().getEpochSecond()));
    assertThat(installation.client.secrets().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(installation.bundle()).as("cert-manager publishes it").isNull();
  }

  private void start(WebhooksSettings settings) throws Exception {
    process = new WebhooksProcess(settings, installation.client, clock);
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(Installation.probe(process, "/readyz").statusCode()).isEqualTo(200));
  }

  /** The API server learns of a new authority within moments. */
  private static void awaitFirstOrder() {
    await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(
            () ->
                assertThat(
                        installation
                            .client
                            .resource(order("first", null))
                            .create()
                            .getSpec()
                            .requestedBy())
                    .isNotBlank());
  }

  /** What the Secret holds as soon as it is another certificate, and served. */
  private Map<String, String> renewed(Map<String, String> before) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              Map<String, String> now = installation.secret();
              assertThat(now.get("tls.crt")).isNotEqualTo(before.get("tls.crt"));
              assertThat(end(now)).isGreaterThan(System.currentTimeMillis() / 1000);
              assertThat(servedEnd(process)).isEqualTo(end(now));
            });
    return installation.secret();
  }

  private static void write(Path folder, ServingCertificate certificate) throws Exception {
    Files.writeString(folder.resolve("tls.key"), certificate.key());
    Files.writeString(folder.resolve("tls.crt"), certificate.chain());
  }

  private static long end(Map<String, String> secret) throws Exception {
    byte[] chain = Base64.getDecoder().decode(secret.get("tls.crt"));
    return ((X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain)))
        .getNotAfter()
        .toInstant()
        .getEpochSecond();
  }
}
