package io.homeostat.webhooks.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secret in which all replicas share one certificate. */
public final class CertificateSecret {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateSecret.class);
  private static final String AUTHORITIES = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";
  private static final String CHAIN = "tls.crt";
  private static final String KEY = "tls.key";

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /** Names the Secret; it may not be there yet. */
  public CertificateSecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /** The Secret itself, to be watched. */
  public Resource<Secret> resource() {
    return client.secrets().inNamespace(namespace).withName(name);
  }

  /** What the Secret holds now; an unreadable content counts as none and is replaced. */
  public Stored read() {
    Secret secret = resource().get();
    return new Stored(
        Optional.ofNullable(secret), secret == null ? Optional.empty() : parse(secret));
  }

  /**
   * Writes a certificate in the place of what was read.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 when another
   *     replica was faster
   */
  public void write(Stored before, ServingCertificate certificate) {
    Secret secret =
        new SecretBuilder(before.secret().orElseGet(this::empty))
            .withType("kubernetes.io/tls")
            .withData(
                Map.of(
                    AUTHORITIES, encoded(certificate.authorities()),
                    AUTHORITY_KEY, encoded(certificate.authorityKey()),
                    CHAIN, encoded(certificate.chain()),
                    KEY, encoded(certificate.key())))
            .build();
    if (before.secret().isPresent()) {
      client
          .resource(secret)
          .update(); // refused when the resourceVersion is not the one that was read
    } else {
      client.resource(secret).create();
    }
  }

  private Optional<ServingCertificate> parse(Secret secret) {
    try {
      String authorities = decoded(secret, AUTHORITIES);
      String authorityKey = decoded(secret, AUTHORITY_KEY);
      String chain = decoded(secret, CHAIN);
      String key = decoded(secret, KEY);
      X509Certificate authority = Pem.certificates(authorities).getFirst();
      X509Certificate server = Pem.certificates(chain).getFirst();
      Pem.key(authorityKey);
      Pem.key(key);
      return Optional.of(
          new ServingCertificate(
              authorities,
              authorityKey,
              chain,
              key,
              authority.getNotAfter().toInstant(),
              server.getNotBefore().toInstant(),
              server.getNotAfter().toInstant()));
    } catch (CertificateException | IllegalArgumentException e) {
      LOG.warn(
          "Secret {}/{} holds no usable certificate and is written anew: {}",
          namespace,
          name,
          e.getMessage());
      return Optional.empty();
    }
  }

  private Secret empty() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("app.kubernetes.io/part-of", "homeostat")
        .endMetadata()
        .build();
  }

  private static String decoded(Secret secret, String key) throws CertificateException {
    String value = secret.getData() == null ? null : secret.getData().get(key);
    if (value == null) {
      throw new CertificateException("the key " + key + " is missing");
    }
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What was read.
   *
   * @param secret the object, with the resourceVersion that a write relies on
   * @param certificate its content, if usable
   */
  public record Stored(Optional<Secret> secret, Optional<ServingCertificate> certificate) {}
}
