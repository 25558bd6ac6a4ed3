package io.homeostat.dataplane;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes the Kubernetes client and informers of a process, for all namespaces or for those it may
 * watch.
 */
public record KubernetesClients(KubernetesClient client, List<String> watchNamespaces)
    implements AutoCloseable {

  /** Connects with the pod's service account or the current kubeconfig. */
  public static KubernetesClients connect(List<String> watchNamespaces) {
    return new KubernetesClients(
        new KubernetesClientBuilder().build(), List.copyOf(watchNamespaces));
  }

  /**
   * Starts informers for a kind; they reconnect for ever and do not fail when the API server is
   * away.
   *
   * @param handler called on informer threads
   * @return one informer per watched namespace, or a single one for all
   */
  public <T extends HasMetadata> List<SharedIndexInformer<T>> inform(
      Class<T> kind, ResourceEventHandler<T> handler) {
    return start(operation -> operation, kind, handler);
  }

  /**
   * Starts informers, see {@link #inform(Class, ResourceEventHandler)}, for the objects that carry
   * a label, so that a large cluster's other objects take no memory.
   */
  public <T extends HasMetadata> List<SharedIndexInformer<T>> inform(
      Class<T> kind, String label, ResourceEventHandler<T> handler) {
    return start(operation -> operation.withLabel(label), kind, handler);
  }

  private <T extends HasMetadata> List<SharedIndexInformer<T>> start(
      UnaryOperator<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> selection,
      Class<T> kind,
      ResourceEventHandler<T> handler) {
    Stream<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> operations =
        watchNamespaces.isEmpty()
            ? Stream.of(client.resources(kind).inAnyNamespace())
            : watchNamespaces.stream()
                .map(namespace -> client.resources(kind).inNamespace(namespace));
    List<SharedIndexInformer<T>> informers =
        operations.map(operation -> selection.apply(operation).runnableInformer(0)).toList();
    for (SharedIndexInformer<T> informer : informers) {
      informer.exceptionHandler((started, failure) -> true);
      informer.addEventHandler(handler);
      informer.start();
    }
    return informers;
  }

  @Override
  public void close() {
    client.close();
  }
}
