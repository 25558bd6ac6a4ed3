package io.homeostat.operator.learning;

import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.learning.decide.ChildName;
import io.homeostat.operator.learning.decide.DatasetBuilds;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import io.homeostat.operator.learning.decide.DatasetSurroundings;
import io.homeostat.operator.learning.decide.DatasetTask;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobProgress;
import io.homeostat.operator.learning.decide.Preparation;
import io.homeostat.operator.learning.decide.ServiceView;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds a Dataset by Jobs: each build is an immutable version, and the one before it stays in use
 * until the next is there.
 */
@ControllerConfiguration(name = "dataset")
public final class DatasetReconciler implements Reconciler<Dataset>, Cleaner<Dataset> {
  private static final Duration CHANGED_MEANWHILE = Duration.ofSeconds(1);

  private final Frame frame;
  private final DatasetStatuses statuses;
  private final LearningLoop<DatasetStatus, Dataset> loop;
  private Services services;
  private Datasets datasets;
  private ResourceCache<Release> releases;
  private LineageHold hold;

  public DatasetReconciler(Frame frame) {
    this(frame, JobPod.PROGRESS_PORT);
  }

  /** Makes the reconciler; Jobs serve their progress on the port. */
  DatasetReconciler(Frame frame, int progressPort) {
    this.frame = frame;
    this.statuses = new DatasetStatuses(frame.clock());
    this.loop =
        new LearningLoop<>(
            frame,
            DatasetBuilds.suffix(1),
            DatasetStatuses.CURRENT,
            DatasetStatus::conditions,
            progressPort);
  }

  @Override
  public List<EventSource<?, Dataset>> prepareEventSources(EventSourceContext<Dataset> context) {
    var models =
        Neighbours.watch(
            context,
            ModelService.class,
            (Dataset d, ModelService s) -> isOf(d, s.getMetadata().getName()));
    var plans =
        Neighbours.watch(
            context,
            TrafficPlan.class,
            (Dataset d, TrafficPlan p) -> isOf(d, p.getSpec().modelServiceRef().name()));
    var watched = Neighbours.watch(context, Release.class, DatasetReconciler::names);
    releases = watched;
    services = new Services(models, plans);
    datasets = new Datasets(context.getPrimaryCache());
    hold = new LineageHold(frame.events(), watched);
    return List.of(models, plans, watched);
  }

  @Override
  public UpdateControl<Dataset> reconcile(Dataset dataset, Context<Dataset> context) {
    DatasetBuilds.Next next =
        DatasetBuilds.next(
            dataset.getStatus(),
            dataset.getSpec(),
            dataset.getMetadata().getGeneration(),
            frame.clock().instant());
    return switch (next) {
      case DatasetBuilds.Next.Rest rest -> rest(rest);
      case DatasetBuilds.Next.Build build -> build(dataset, build);
    };
  }

  private static UpdateControl<Dataset> rest(DatasetBuilds.Next.Rest rest) {
    UpdateControl<Dataset> control = UpdateControl.noUpdate();
    return rest.again() == null ? control : control.rescheduleAfter(rest.again());
  }

  /** A build that ends makes the status change, which asks for what comes next. */
  private UpdateControl<Dataset> build(Dataset dataset, DatasetBuilds.Next.Build build) {
    tidy(dataset, build);
    UpdateControl<Dataset> control =
        loop.round(
            dataset,
            build.suffix(),
            build.job(),
            () -> preparation(dataset, build.number()),
            (decision, job, progress) -> status(dataset, build, decision, job, progress));
    if (control.getScheduleDelay().isPresent()) {
      return control;
    }
    if (!build.generation().equals(dataset.getMetadata().getGeneration())) {
      return control.rescheduleAfter(CHANGED_MEANWHILE);
    }
    DatasetSpec.Refresh refresh = dataset.getSpec().refresh();
    return refresh == null
        ? control
        : control.rescheduleAfter(Duration.ofSeconds(refresh.everySeconds()));
  }

  /** What the build before was told is of no use any more. */
  private void tidy(Dataset dataset, DatasetBuilds.Next.Build build) {
    if (build.number() > 1 && build.job() == null) {
      String input =
          ChildName.of(dataset.getMetadata().getName(), DatasetBuilds.suffix(build.number() - 1));
      frame
          .client()
          .configMaps()
          .inNamespace(dataset.getMetadata().getNamespace())
          .withName(input)
          .delete();
    }
  }

  @Override
  public DeleteControl cleanup(Dataset dataset, Context<Dataset> context) {
    loop.forget(dataset);
    return hold.letGo(dataset, release -> names(dataset, release));
  }

  private Preparation preparation(Dataset dataset, int build) {
    String namespace = dataset.getMetadata().getNamespace();
    ServiceView service = service(dataset);
    String token = service == null ? "" : frame.keys().archive(service.qualifiedName());
    return DatasetTask.prepare(
        dataset.getMetadata().getName(),
        build,
        dataset.getSpec(),
        service,
        new DatasetSurroundings(datasets.statuses(namespace), releases(dataset)),
        frame.settings().archiveUrl(),
        token);
  }

  private Map<String, ReleaseSpec> releases(Dataset dataset) {
    return releases
        .list(
            dataset.getMetadata().getNamespace(),
            release -> isOf(dataset, release.getSpec().modelServiceRef().name()))
        .collect(Collectors.toMap(release -> release.getMetadata().getName(), Release::getSpec));
  }

  private DatasetStatus status(
      Dataset dataset,
      DatasetBuilds.Next.Build build,
      JobDecision decision,
      String job,
      JobProgress progress) {
    ServiceView service = service(dataset);
    String claim = service == null ? null : service.artifactsClaim();
    return statuses.of(dataset.getStatus(), build, decision.resultOn(claim), job, progress, claim);
  }

  private ServiceView service(Dataset dataset) {
    return services.find(
        dataset.getMetadata().getNamespace(), dataset.getSpec().modelServiceRef().name());
  }

  private static boolean isOf(Dataset dataset, String service) {
    return service.equals(dataset.getSpec().modelServiceRef().name());
  }

  private static boolean names(Dataset dataset, Release release) {
    var provenance = release.getSpec().provenance();
    return provenance != null && dataset.getMetadata().getName().equals(provenance.dataset());
  }
}
