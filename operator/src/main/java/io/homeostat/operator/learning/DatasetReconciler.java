package io.homeostat.operator.learning;

import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.learning.decide.DatasetStatuses;
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
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Builds a Dataset by a Job, once; the built version is never changed. */
@ControllerConfiguration(name = "dataset")
public final class DatasetReconciler implements Reconciler<Dataset>, Cleaner<Dataset> {
  private static final String SUFFIX = "dset";

  private final Frame frame;
  private final DatasetStatuses statuses;
  private final LearningLoop<DatasetStatus, Dataset> loop;
  private Services services;
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
            frame, SUFFIX, DatasetStatuses.READY, DatasetStatus::conditions, progressPort);
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
    var releases = Neighbours.watch(context, Release.class, DatasetReconciler::names);
    services = new Services(models, plans);
    hold = new LineageHold(frame.events(), releases);
    return List.of(models, plans, releases);
  }

  @Override
  public UpdateControl<Dataset> reconcile(Dataset dataset, Context<Dataset> context) {
    DatasetStatus before = dataset.getStatus();
    if (DatasetStatuses.isFinal(before)) {
      return UpdateControl.noUpdate();
    }
    return loop.round(
        dataset,
        before == null ? null : before.job(),
        () -> preparation(dataset),
        (decision, job, progress) -> status(dataset, decision, job, progress));
  }

  @Override
  public DeleteControl cleanup(Dataset dataset, Context<Dataset> context) {
    loop.forget(dataset);
    return hold.letGo(dataset, release -> names(dataset, release));
  }

  private Preparation preparation(Dataset dataset) {
    ServiceView service = service(dataset);
    String token = service == null ? "" : frame.keys().archive(service.qualifiedName());
    return DatasetTask.prepare(
        dataset.getMetadata().getName(),
        dataset.getSpec(),
        service,
        frame.settings().archiveUrl(),
        token);
  }

  private DatasetStatus status(
      Dataset dataset, JobDecision decision, String job, JobProgress progress) {
    ServiceView service = service(dataset);
    String claim = service == null ? null : service.artifactsClaim();
    return statuses.of(
        dataset.getStatus(),
        dataset.getMetadata().getGeneration(),
        decision.resultOn(claim),
        job,
        progress,
        claim);
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
