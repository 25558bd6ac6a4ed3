package io.homeostat.webhooks.certificate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the API server, through the webhook configurations, which authorities to trust. */
public final class TrustedAuthorities {
  private static final Logger LOG = LoggerFactory.getLogger(TrustedAuthorities.class);

  private final KubernetesClient client;
  private final String name;

  /** Names the MutatingWebhookConfiguration and the ValidatingWebhookConfiguration. */
  public TrustedAuthorities(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** The configuration of what is filled in, to be watched. */
  public Resource<MutatingWebhookConfiguration> mutating() {
    return client.admissionRegistration().v1().mutatingWebhookConfigurations().withName(name);
  }

  /** The configuration of what is warned of, to be watched. */
  public Resource<ValidatingWebhookConfiguration> validating() {
    return client.admissionRegistration().v1().validatingWebhookConfigurations().withName(name);
  }

  /**
   * Publishes the authorities; nothing is written where they are published already.
   *
   * @throws IllegalStateException when a configuration does not exist
   */
  public void publish(String authorities) {
    String bundle =
        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.UTF_8));
    publish(
        mutating(),
        bundle,
        found -> found.getWebhooks().stream().map(MutatingWebhook::getClientConfig).toList(),
        found -> new MutatingWebhookConfigurationBuilder(found).build());
    publish(
        validating(),
        bundle,
        found -> found.getWebhooks().stream().map(ValidatingWebhook::getClientConfig).toList(),
        found -> new ValidatingWebhookConfigurationBuilder(found).build());
  }

  private <T extends HasMetadata> void publish(
      Resource<T> resource,
      String bundle,
      Function<T, List<WebhookClientConfig>> callers,
      UnaryOperator<T> copy) {
    T found = resource.get();
    if (found == null) {
      throw new IllegalStateException(
          "a webhook configuration '%s' is missing: install the chart homeostat again"
              .formatted(name));
    }
    if (callers.apply(found).stream().allMatch(to -> bundle.equals(to.getCaBundle()))) {
      return;
    }
    resource.edit(
        configuration -> {
          T changed = copy.apply(configuration);
          callers.apply(changed).forEach(to -> to.setCaBundle(bundle));
          return changed;
        });
    LOG.info("published the authorities of the admission server in {} {}", found.getKind(), name);
  }
}
