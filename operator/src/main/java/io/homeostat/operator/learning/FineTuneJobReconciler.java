package io.homeostat.operator.learning;

import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.learning.decide.AdapterNames;
import io.homeostat.operator.learning.decide.AliasMove;
import io.homeostat.operator.learning.decide.FineTuneStatuses;
import io.homeostat.operator.learning.decide.FineTuneTask;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobProgress;
import io.homeostat.operator.learning.decide.LearningReason;
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
import java.util.List;
import java.util.Optional;

/** Trains one adapter by a Job; whatever happens on the way, one spec gives one artifact. */
@ControllerConfiguration(name = "finetunejob")
public final class FineTuneJobReconciler implements Reconciler<FineTuneJob>, Cleaner<FineTuneJob> {
  private static final String SUFFIX = "ft";

  private final Frame frame;
  private final FineTuneStatuses statuses;
  private final LearningLoop<FineTuneJobStatus, FineTuneJob> loop;
  private final ArtifactRemoval removal;
  private final AliasKeeper aliases;
  private ResourceCache<FineTuneJob> trainings;
  private Services services;
  private Datasets datasets;
  private LineageHold hold;

  public FineTuneJobReconciler(Frame frame) {
    this(frame, JobPod.PROGRESS_PORT);
  }

  /** Makes the reconciler; Jobs serve their progress on the port. */
  FineTuneJobReconciler(Frame frame, int progressPort) {
    this.frame = frame;
    this.statuses = new FineTuneStatuses(frame.clock());
    this.removal = new ArtifactRemoval(frame);
    this.aliases = new AliasKeeper(frame);
    this.loop =
        new LearningLoop<>(
            frame, SUFFIX, FineTuneStatuses.SUCCEEDED, FineTuneJobStatus::conditions, progressPort);
  }

  @Override
  public List<EventSource<?, FineTuneJob>> prepareEventSources(
      EventSourceContext<FineTuneJob> context) {
    var models =
        Neighbours.watch(
            context,
            ModelService.class,
            (FineTuneJob f, ModelService s) ->
                isOf(f, s.getMetadata().getName()) || f.isMarkedForDeletion());
    var plans =
        Neighbours.watch(
            context,
            TrafficPlan.class,
            (FineTuneJob f, TrafficPlan p) -> isOf(f, p.getSpec().modelServiceRef().name()));
    var data =
        Neighbours.watch(
            context,
            Dataset.class,
            (FineTuneJob f, Dataset d) ->
                d.getMetadata().getName().equals(f.getSpec().datasetRef().name()));
    var releases = Neighbours.watch(context, Release.class, FineTuneJobReconciler::names);
    trainings = context.getPrimaryCache();
    services = new Services(models, plans);
    datasets = new Datasets(data);
    hold = new LineageHold(frame.events(), releases);
    return List.of(models, plans, data, releases);
  }

  @Override
  public UpdateControl<FineTuneJob> reconcile(FineTuneJob job, Context<FineTuneJob> context) {
    FineTuneJobStatus before = job.getStatus();
    if (FineTuneStatuses.isFinal(before)) {
      return aliases.follow(job, aliasMove(job));
    }
    return loop.round(
        job,
        before == null ? null : before.job(),
        () -> preparation(job),
        (decision, name, progress) -> status(job, decision, name, progress));
  }

  @Override
  public DeleteControl cleanup(FineTuneJob job, Context<FineTuneJob> context) {
    loop.forget(job);
    DeleteControl held = hold.letGo(job, release -> names(job, release));
    if (!held.isRemoveFinalizer()) {
      return held;
    }
    return pinning(job)
        .map(
            service -> {
              frame
                  .events()
                  .warning(
                      job,
                      LearningReason.HeldByService,
                      "deletion waits: spec.adapter of ModelService '%s' names the adapter"
                          .formatted(service));
              return DeleteControl.noFinalizerRemoval();
            })
        .orElseGet(() -> removal.letGo(job));
  }

  /** The ModelService that pins the adapter, which may have no Release yet. */
  private Optional<String> pinning(FineTuneJob job) {
    return services.names(
        job.getMetadata().getNamespace(), service -> AdapterNames.pins(service, artifact(job)));
  }

  private AliasMove aliasMove(FineTuneJob job) {
    ReleaseTuple stable =
        services
            .stable(job.getMetadata().getNamespace(), job.getSpec().modelServiceRef().name())
            .orElse(null);
    Tracked tracked = job.getStatus().tracking();
    boolean successor =
        tracked != null
            && trainings
                .list(job.getMetadata().getNamespace(), other -> isSuccessor(other, job, stable))
                .findFirst()
                .isPresent();
    return AliasMove.of(tracked, AdapterNames.serves(stable, artifact(job)), successor);
  }

  private static boolean isSuccessor(FineTuneJob other, FineTuneJob job, ReleaseTuple stable) {
    return !other.getMetadata().getUid().equals(job.getMetadata().getUid())
        && AdapterNames.serves(stable, artifact(other))
        && other.getStatus().tracking() != null
        && job.getStatus().tracking().model().equals(other.getStatus().tracking().model());
  }

  private Preparation preparation(FineTuneJob job) {
    return FineTuneTask.prepare(
        job.getMetadata().getName(),
        job.getSpec(),
        service(job),
        datasets.find(job.getMetadata().getNamespace(), job.getSpec().datasetRef().name()));
  }

  private FineTuneJobStatus status(
      FineTuneJob job, JobDecision decision, String name, JobProgress progress) {
    ServiceView service = service(job);
    String claim = service == null ? null : service.artifactsClaim();
    return statuses.of(
        job.getStatus(),
        job.getMetadata().getGeneration(),
        decision.resultOn(claim),
        name,
        progress,
        claim);
  }

  private ServiceView service(FineTuneJob job) {
    return services.find(job.getMetadata().getNamespace(), job.getSpec().modelServiceRef().name());
  }

  private static boolean isOf(FineTuneJob job, String service) {
    return service.equals(job.getSpec().modelServiceRef().name());
  }

  private static boolean names(FineTuneJob job, Release release) {
    var provenance = release.getSpec().provenance();
    return provenance != null && job.getMetadata().getName().equals(provenance.fineTuneJob())
        || AdapterNames.serves(release.getSpec().tuple(), artifact(job));
  }

  private static FineTuneJobStatus.Artifact artifact(FineTuneJob job) {
    return job.getStatus() == null ? null : job.getStatus().artifact();
  }
}
