package io.homeostat.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Objects and orders of one namespace, as the user of the current kubeconfig may see them. */
public final class Cluster implements AutoCloseable {
  private static final Comparator<HasMetadata> BY_AGE =
      Comparator.comparing((HasMetadata object) -> object.getMetadata().getCreationTimestamp())
          .thenComparing(object -> object.getMetadata().getName());

  private final KubernetesClient client;
  private final String namespace;

  /**
   * Looks at one namespace.
   *
   * @param namespace null for that of the client's context
   */
  public Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace =
        namespace != null
            ? namespace
            : Optional.ofNullable(client.getConfiguration().getNamespace()).orElse("default");
  }

  /**
   * Connects with the current kubeconfig.
   *
   * @param namespace null for that of the current context
   */
  public static Cluster open(String namespace) {
    return new Cluster(
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withRequestRetryBackoffLimit(1).build())
            .build(),
        namespace);
  }

  /** A call to the cluster whose failure is told in one line. */
  public interface Call<T> {
    /** Calls. */
    T run() throws UsageException;
  }

  /**
   * Calls, and tells a refusal or silence of the API server in words.
   *
   * @throws UsageException what to check
   */
  public static <T> T asking(Call<T> call) throws UsageException {
    try {
      return call.run();
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      throw new UsageException(
          "the cluster of the current kubeconfig said no (%s): check KUBECONFIG, -n and your rights"
              .formatted(why));
    }
  }

  /** Name of the namespace. */
  public String namespace() {
    return namespace;
  }

  /** Every object of a kind, oldest first. */
  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return client.resources(kind).inNamespace(namespace).list().getItems().stream()
        .sorted(BY_AGE)
        .toList();
  }

  /**
   * The object of that name; empty when there is none.
   *
   * @param name null for none
   */
  public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
    return name == null
        ? Optional.empty()
        : Optional.ofNullable(client.resources(kind).inNamespace(namespace).withName(name).get());
  }

  /** Creates an order. */
  Intervention order(String prefix, InterventionSpec spec) {
    Intervention order = new Intervention();
    order.setMetadata(
        new ObjectMetaBuilder().withGenerateName(prefix).withNamespace(namespace).build());
    order.setSpec(spec);
    return client.resource(order).create();
  }

  @Override
  public void close() {
    client.close();
  }
}
