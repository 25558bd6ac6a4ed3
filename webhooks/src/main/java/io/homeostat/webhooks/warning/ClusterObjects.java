package io.homeostat.webhooks.warning;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.webhooks.warning.decide.Neighbours;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects of the watched namespaces, from informers. That one does not exist is believed only
 * when the API server says so, too; ConfigMaps are asked for one by one and never kept.
 */
public final class ClusterObjects implements AutoCloseable {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ModelService.class,
          Release.class,
          Judge.class,
          DriftMonitor.class,
          HealingPolicy.class,
          Dataset.class,
          FineTuneJob.class,
          AdapterMerge.class,
          CanaryRelease.class);

  private final KubernetesClient client;
  private final List<String> namespaces;
  private final Map<Class<?>, List<SharedIndexInformer<?>>> informers = new HashMap<>();

  /**
   * Starts to watch; nothing fails while the API server is away.
   *
   * @param namespaces those that are watched; empty for all
   */
  public ClusterObjects(KubernetesClient client, List<String> namespaces) {
    this.client = client;
    this.namespaces = List.copyOf(namespaces);
    KINDS.forEach(kind -> informers.put(kind, List.copyOf(inform(kind))));
  }

  /** Whether everything that is stored has been seen once, so that a silence means something. */
  public boolean known() {
    return informers.values().stream()
        .flatMap(List::stream)
        .allMatch(SharedIndexInformer::hasSynced);
  }

  /** What is around an object of a namespace; empty where the namespace is not watched. */
  public Optional<Neighbours> around(String namespace) {
    return namespaces.isEmpty() || namespaces.contains(namespace)
        ? Optional.of(new InNamespace(namespace))
        : Optional.empty();
  }

  @Override
  public void close() {
    informers.values().stream().flatMap(List::stream).forEach(SharedIndexInformer::close);
  }

  private <T extends HasMetadata> List<SharedIndexInformer<T>> inform(Class<T> kind) {
    List<SharedIndexInformer<T>> started =
        namespaces.isEmpty()
            ? List.of(client.resources(kind).inAnyNamespace().runnableInformer(0))
            : namespaces.stream()
                .map(namespace -> client.resources(kind).inNamespace(namespace).runnableInformer(0))
                .toList();
    for (SharedIndexInformer<T> informer : started) {
      informer.exceptionHandler((begun, failure) -> true);
      informer.start();
    }
    return started;
  }

  private <T extends HasMetadata> Stream<T> stored(Class<T> kind) {
    return informers.get(kind).stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .map(kind::cast);
  }

  private final class InNamespace implements Neighbours {
    private final String namespace;

    InNamespace(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
      return informers.get(kind).stream()
          .map(informer -> informer.getStore().getByKey(namespace + "/" + name))
          .filter(kind::isInstance)
          .map(kind::cast)
          .findFirst()
          .or(
              () ->
                  Optional.ofNullable(
                      client.resources(kind).inNamespace(namespace).withName(name).get()));
    }

    @Override
    public <T extends HasMetadata> List<T> all(Class<T> kind) {
      return stored(kind)
          .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
          .toList();
    }

    @Override
    public <T extends HasMetadata> List<T> everywhere(Class<T> kind) {
      return stored(kind).toList();
    }

    @Override
    public Optional<Set<String>> configMapKeys(String name) {
      ConfigMap found = client.configMaps().inNamespace(namespace).withName(name).get();
      return Optional.ofNullable(found).map(InNamespace::keys);
    }

    private static Set<String> keys(ConfigMap found) {
      Set<String> keys = new HashSet<>();
      Stream.of(found.getData(), found.getBinaryData())
          .filter(map -> map != null)
          .forEach(map -> keys.addAll(map.keySet()));
      return keys;
    }
  }
}
