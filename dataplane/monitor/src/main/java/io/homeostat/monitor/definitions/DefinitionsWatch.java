package io.homeostat.monitor.definitions;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.dataplane.Changes;
import io.homeostat.dataplane.KubernetesClients;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the declared objects and offers each change as a new snapshot; an API server that is away
 * changes nothing.
 */
public final class DefinitionsWatch implements Supplier<Definitions>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionsWatch.class);

  private final AtomicReference<Definitions> current = new AtomicReference<>(Definitions.NONE);
  private final Map<String, PlanWeights> weights = new ConcurrentHashMap<>();
  private final Set<String> told = new HashSet<>();
  private final List<SharedIndexInformer<? extends HasMetadata>> all = new ArrayList<>();
  private final List<SharedIndexInformer<QualityPolicy>> policies;
  private final List<SharedIndexInformer<DriftMonitor>> monitors;
  private final List<SharedIndexInformer<CanaryRelease>> canaries;
  private final List<SharedIndexInformer<Release>> releases;
  private volatile boolean started;

  private DefinitionsWatch(KubernetesClients clients) {
    all.addAll(clients.inform(TrafficPlan.class, snapshotAfter(this::planChanged, this::planGone)));
    policies = clients.inform(QualityPolicy.class, snapshotAfter(_ -> {}, _ -> {}));
    monitors = clients.inform(DriftMonitor.class, snapshotAfter(_ -> {}, _ -> {}));
    canaries = clients.inform(CanaryRelease.class, snapshotAfter(_ -> {}, _ -> {}));
    releases = clients.inform(Release.class, snapshotAfter(_ -> {}, _ -> {}));
    List.of(policies, monitors, canaries, releases).forEach(all::addAll);
    started = true;
    refresh();
  }

  /** Starts to follow; {@link #synced} says when the first snapshot is whole. */
  public static DefinitionsWatch start(KubernetesClients clients) {
    return new DefinitionsWatch(clients);
  }

  /** Whether every kind has been listed once. */
  public boolean synced() {
    return all.stream().allMatch(SharedIndexInformer::hasSynced);
  }

  @Override
  public Definitions get() {
    return current.get();
  }

  @Override
  public void close() {
    all.forEach(SharedIndexInformer::stop);
  }

  private void planChanged(TrafficPlan plan) {
    TrafficPlanSpec spec = plan.getSpec();
    if (spec == null
        || spec.revision() == null
        || spec.routes() == null
        || spec.modelServiceRef() == null) {
      return;
    }
    List<PlanWeights.Route> routes =
        spec.routes().stream()
            .map(
                route ->
                    new PlanWeights.Route(
                        route.release(), route.role(), Numbers.orElse(route.weightPermille(), 0)))
            .toList();
    weights.compute(
        plan.getMetadata().getNamespace() + "/" + spec.modelServiceRef().name(),
        (_, known) -> (known == null ? PlanWeights.UNKNOWN : known).with(spec.revision(), routes));
  }

  private void planGone(TrafficPlan plan) {
    if (plan.getSpec() != null && plan.getSpec().modelServiceRef() != null) {
      weights.remove(
          plan.getMetadata().getNamespace() + "/" + plan.getSpec().modelServiceRef().name());
    }
  }

  private <T> Changes<T> snapshotAfter(Consumer<T> changed, Consumer<T> gone) {
    return new Changes<>(changed.andThen(_ -> refresh()), gone.andThen(_ -> refresh()));
  }

  private synchronized void refresh() {
    if (!started) {
      return;
    }
    Definitions read =
        DefinitionsReader.read(
            new DefinitionsReader.DeclaredObjects(
                objects(policies), objects(monitors), objects(canaries), objects(releases)),
            new HashMap<>(weights));
    read.problems().stream().filter(told::add).forEach(LOG::warn);
    told.retainAll(read.problems());
    current.set(read);
  }

  private static <T extends HasMetadata> Collection<T> objects(
      List<SharedIndexInformer<T>> informers) {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream()).toList();
  }
}
