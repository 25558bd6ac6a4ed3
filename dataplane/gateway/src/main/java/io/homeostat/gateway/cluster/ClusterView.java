package io.homeostat.gateway.cluster;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.dataplane.Changes;
import io.homeostat.dataplane.KubernetesClients;
import io.homeostat.gateway.routing.ModelTable;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cluster and publishes what is served. Until everything was listed once, the plans of
 * the last run are served; when the API server is away, what was served before stays.
 */
public final class ClusterView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

  /** The operator labels an engine's Service with it, and Kubernetes the Service's slices. */
  private static final String ENGINES = "homeostat.io/model-service";

  private static final long SYNC_CHECK_MILLIS = 200;

  private final PlanCache cache;
  private final Consumer<ModelTable> publish;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("cluster-view").daemon().factory());
  private final AtomicBoolean readPending = new AtomicBoolean();
  private List<SharedIndexInformer<ModelService>> services = List.of();
  private List<SharedIndexInformer<TrafficPlan>> plans = List.of();
  private List<SharedIndexInformer<EndpointSlice>> slices = List.of();
  private ModelTable current = ModelTable.EMPTY;
  private volatile boolean hasPlans;

  private ClusterView(PlanCache cache, Consumer<ModelTable> publish) {
    this.cache = cache;
    this.publish = publish;
  }

  /**
   * Publishes the cached plans, if there are any, and starts following the cluster.
   *
   * @param publish called on a thread of this view
   */
  public static ClusterView follow(
      KubernetesClients kubernetes, PlanCache cache, Consumer<ModelTable> publish) {
    ClusterView view = new ClusterView(cache, publish);
    view.worker.execute(() -> cache.load().ifPresent(view::show));
    view.worker.execute(() -> view.start(kubernetes));
    return view;
  }

  /**
   * Whether there is anything to serve by: the cluster was listed, or the plans of the last run
   * were found.
   */
  public boolean hasPlans() {
    return hasPlans;
  }

  private void start(KubernetesClients kubernetes) {
    services = kubernetes.inform(ModelService.class, readOnChange());
    plans = kubernetes.inform(TrafficPlan.class, readOnChange());
    slices = kubernetes.inform(EndpointSlice.class, ENGINES, readOnChange());
    readSoon(SYNC_CHECK_MILLIS);
  }

  private <T> Changes<T> readOnChange() {
    return new Changes<>(_ -> readSoon(0), _ -> readSoon(0));
  }

  private void readSoon(long delayMillis) {
    if (readPending.compareAndSet(false, true)) {
      try {
        worker.schedule(this::read, delayMillis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("the view is closed");
      }
    }
  }

  private void read() {
    readPending.set(false);
    if (!isListed()) {
      readSoon(SYNC_CHECK_MILLIS);
      return;
    }
    try {
      ModelTable next = TableReader.read(all(services), all(plans), all(slices), current);
      show(next);
      cache.save(next);
    } catch (RuntimeException e) {
      LOG.error("what the cluster declares cannot be served, what was served before stays", e);
    }
  }

  private void show(ModelTable table) {
    current = table;
    publish.accept(table);
    hasPlans = true;
  }

  private boolean isListed() {
    return Stream.of(services, plans, slices)
        .flatMap(List::stream)
        .allMatch(SharedIndexInformer::hasSynced);
  }

  private static <T> List<T> all(List<SharedIndexInformer<T>> informers) {
    return informers.stream().flatMap(informer -> informer.getStore().list().stream()).toList();
  }

  @Override
  public void close() {
    worker.shutdownNow();
    Stream.of(services, plans, slices).flatMap(List::stream).forEach(SharedIndexInformer::close);
  }
}
