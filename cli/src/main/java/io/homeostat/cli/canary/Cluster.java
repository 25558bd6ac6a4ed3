package io.homeostat.cli.canary;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.modelservice.ModelService;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Releases and orders of one namespace, as the user of the current kubeconfig may see them. */
final class Cluster implements AutoCloseable {
  private static final Set<String> ENDED =
      Set.of("Completed", "Promoted", "RolledBack", "Aborted", "Superseded");
  private static final Comparator<HasMetadata> BY_AGE =
      Comparator.comparing((HasMetadata object) -> object.getMetadata().getCreationTimestamp())
          .thenComparing(object -> object.getMetadata().getName());

  private final KubernetesClient client;
  private final String namespace;

  Cluster(KubernetesClient client, String namespace) {
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
  static Cluster open(String namespace) {
    return new Cluster(
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withRequestRetryBackoffLimit(1).build())
            .build(),
        namespace);
  }

  /** A call to the cluster whose failure is told in one line. */
  interface Call<T> {
    /** Calls. */
    T run() throws UsageException;
  }

  /**
   * Calls, and tells a refusal or silence of the API server in words.
   *
   * @throws UsageException what to check
   */
  static <T> T asking(Call<T> call) throws UsageException {
    try {
      return call.run();
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      throw new UsageException(
          "the cluster of the current kubeconfig said no (%s): check KUBECONFIG, -n and your rights"
              .formatted(why));
    }
  }

  /** The canaries, oldest first. */
  List<CanaryRelease> canaries() {
    return client.resources(CanaryRelease.class).inNamespace(namespace).list().getItems().stream()
        .sorted(BY_AGE)
        .toList();
  }

  /**
   * The canary of that name, else the running or latest one of the ModelService of that name.
   *
   * @throws UsageException when there is neither
   */
  CanaryRelease canary(String name) throws UsageException {
    List<CanaryRelease> all = canaries();
    return all.stream()
        .filter(canary -> canary.getMetadata().getName().equals(name))
        .findFirst()
        .or(() -> ofService(all, name))
        .orElseThrow(
            () ->
                new UsageException(
                    "found no CanaryRelease '%s' and none of a ModelService '%s' in namespace %s: see homeostat canary status -n %s"
                        .formatted(name, name, namespace, namespace)));
  }

  private static Optional<CanaryRelease> ofService(List<CanaryRelease> all, String service) {
    List<CanaryRelease> own =
        all.stream()
            .filter(canary -> canary.getSpec().modelServiceRef().name().equals(service))
            .toList();
    return own.stream()
        .filter(canary -> !ended(canary))
        .findFirst()
        .or(() -> own.stream().reduce((older, newer) -> newer));
  }

  /**
   * The ModelService of that name, else the one of the canary of that name.
   *
   * @throws UsageException when there is neither
   */
  String service(String name) throws UsageException {
    boolean is =
        client.resources(ModelService.class).inNamespace(namespace).withName(name).get() != null;
    return is ? name : canary(name).getSpec().modelServiceRef().name();
  }

  /** Creates an order. */
  Intervention order(String prefix, InterventionSpec spec) {
    Intervention order = new Intervention();
    order.setMetadata(
        new ObjectMetaBuilder().withGenerateName(prefix).withNamespace(namespace).build());
    order.setSpec(spec);
    return client.resource(order).create();
  }

  /** What became of an order; empty when it was deleted. */
  Optional<Intervention> find(Intervention order) {
    return Optional.ofNullable(
        client
            .resources(Intervention.class)
            .inNamespace(namespace)
            .withName(order.getMetadata().getName())
            .get());
  }

  static boolean ended(CanaryRelease canary) {
    return canary.getStatus() != null && ENDED.contains(String.valueOf(canary.getStatus().state()));
  }

  @Override
  public void close() {
    client.close();
  }
}
