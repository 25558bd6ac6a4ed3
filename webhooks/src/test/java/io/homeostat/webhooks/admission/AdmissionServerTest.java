package io.homeostat.webhooks.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.webhooks.certificate.Certificates;
import io.homeostat.webhooks.certificate.ServingCertificate;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Admission> warnings = new AtomicReference<>();
  private final AdmissionServer server =
      new AdmissionServer(
          vertx, 0, registry, new RequesterAdmission(), review -> warnings.get().answer(review));
  private ServingCertificate certificate;

  @BeforeEach
  void serve() throws Exception {
    certificate = Certificates.valid();
    server.serve(certificate.identity());
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aReviewIsAnsweredOverTls() throws Exception {
    HttpResponse<String> response = post("/mutate", Reviews.intervention("anna", ",\"spec\":{}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).contains("\"patchType\":\"JSONPatch\"");
    assertThat(registry.scrape())
        .contains("homeostat_webhooks_reviews_total{result=\"answered\"} 1.0");
  }

  @Test
  void warningsAreShownAndTheChangePasses() throws Exception {
    warnings.set(review -> review.allowed(List.of("spec.judge: there is no such Judge")));

    HttpResponse<String> response = post("/warn", Reviews.intervention("anna", ",\"spec\":{}"));

    assertThat(response.body())
        .contains("\"allowed\":true", "\"warnings\":[\"spec.judge: there is no such Judge\"]")
        .doesNotContain("patch");
  }

  @Test
  void aWarningThatTakesTooLongIsLeftOutAndTheChangePasses() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    warnings.set(
        review -> {
          awaited(end);
          return review.allowed(List.of("too late"));
        });

    HttpResponse<String> response = post("/warn", Reviews.intervention("anna", ",\"spec\":{}"));
    end.countDown();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":true").doesNotContain("too late");
    assertThat(registry.scrape())
        .contains("homeostat_webhooks_reviews_total{result=\"unanswered\"} 1.0");
  }

  @Test
  void aWarningThatCannotBeFoundIsLeftOutAndTheChangePasses() throws Exception {
    warnings.set(
        review -> {
          throw new IllegalStateException("broken");
        });

    HttpResponse<String> response = post("/warn", Reviews.intervention("anna", ",\"spec\":{}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":true").doesNotContain("broken");
  }

  @Test
  void aMalformedReviewGets400() throws Exception {
    HttpResponse<String> response = post("/mutate", "{".getBytes(StandardCharsets.UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("expected JSON");
    assertThat(post("/mutate", new byte[0]).statusCode()).isEqualTo(400);
  }

  @Test
  void aReviewBeyondFourMebibytesGets413() throws Exception {
    assertThat(post("/mutate", new byte[(4 << 20) + 1]).statusCode()).isEqualTo(413);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(post("/validate", new byte[0]).statusCode()).isEqualTo(404);
    assertThat(
            client(certificate)
                .send(request("/mutate").GET().build(), BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void aRenewedCertificateIsServedWithoutAnInterruption() throws Exception {
    ServingCertificate renewed = Certificates.renewed(certificate);
    HttpClient before = client(certificate);
    assertThat(presented(before)).isEqualTo(parsed(certificate));
    int port = server.port();

    server.serve(renewed.identity());

    assertThat(server.port()).isEqualTo(port);
    assertThat(presented(client(certificate))).isEqualTo(parsed(renewed));
    assertThat(presented(before)).isIn(parsed(certificate), parsed(renewed));
  }

  @Test
  void anotherAuthorityIsNotTrusted() throws Exception {
    HttpClient stranger = client(Certificates.valid());

    assertThatThrownBy(() -> presented(stranger)).isInstanceOf(SSLException.class);
  }

  private HttpResponse<String> post(String path, byte[] body) throws Exception {
    return client(certificate)
        .send(
            request(path).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private X509Certificate presented(HttpClient client) throws Exception {
    HttpRequest request = request("/mutate").POST(BodyPublishers.ofString("{")).build();
    return (X509Certificate)
        client
            .send(request, BodyHandlers.discarding())
            .sslSession()
            .orElseThrow()
            .getPeerCertificates()[0];
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path));
  }

  private static X509Certificate parsed(ServingCertificate certificate) throws Exception {
    return parsed(certificate.chain());
  }

  private static X509Certificate parsed(String pem) throws Exception {
    ByteArrayInputStream text = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(text);
  }

  private static HttpClient client(ServingCertificate trusted) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", parsed(trusted.authorities()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
  }
}
