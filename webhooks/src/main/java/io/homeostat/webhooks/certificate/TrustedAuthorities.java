package io.homeostat.webhooks.certificate;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the API server, through the webhook configuration, which authorities to trust. */
public final class TrustedAuthorities {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedAuthorities.class);

  private final KubernetesClient client;
  private final String name;

  /** Names the MutatingWebhookConfiguration. */
  public TrustedAuthorities(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** The configuration itself, to be watched. */
  public Resource<MutatingWebhookConfiguration> resource() {
    return client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(name);
  }

  /**
   * Publishes the authorities; nothing is written when they are published already.
   *
   * @throws IllegalStateException when the configuration does not exist
   */
  public void publish(String authorities) {
    String bundle =
        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.UTF_8));
    MutatingWebhookConfiguration found = resource().get();
    if (found == null) {
      throw new IllegalStateException(
          "MutatingWebhookConfiguration %s is missing: install the chart homeostat again"
              .formatted(name));
    }
    boolean published =
        found.getWebhooks().stream()
            .allMatch(webhook -> bundle.equals(webhook.getClientConfig().getCaBundle()));
    if (published) {
      return;
    }
    resource().edit(configuration -> withBundle(configuration, bundle));
    LOG.info(
        "published the authorities of the admission server in MutatingWebhookConfiguration {}",
        name);
  }

  private static MutatingWebhookConfiguration withBundle(
      MutatingWebhookConfiguration configuration, String bundle) {
    MutatingWebhookConfiguration copy =
        new MutatingWebhookConfigurationBuilder(configuration).build();
    copy.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(bundle));
    return copy;
  }
}
