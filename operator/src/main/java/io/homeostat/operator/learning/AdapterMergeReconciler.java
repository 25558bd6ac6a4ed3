package io.homeostat.operator.learning;

import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec.Input;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.learning.decide.JobProgress;
import io.homeostat.operator.learning.decide.MergeStatuses;
import io.homeostat.operator.learning.decide.MergeTask;
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
import java.util.Optional;

/**
 * Makes one adapter of several by a Job that also guards it: what its inputs can is kept, or there
 * is no adapter and the inputs stay as they are.
 */
@ControllerConfiguration(name = "adaptermerge")
public final class AdapterMergeReconciler
    implements Reconciler<AdapterMerge>, Cleaner<AdapterMerge> {
  private static final String SUFFIX = "merge";

  private final MergeStatuses statuses;
  private final Frame frame;
  private final LearningLoop<AdapterMergeStatus, AdapterMerge> loop;
  private Services services;
  private MergeSources sources;
  private LineageHold hold;

  public AdapterMergeReconciler(Frame frame) {
    this(frame, JobPod.PROGRESS_PORT);
  }

  /** Makes the reconciler; Jobs serve their progress on the port. */
  AdapterMergeReconciler(Frame frame, int progressPort) {
    this.frame = frame;
    this.statuses = new MergeStatuses(frame.clock());
    this.loop =
        new LearningLoop<>(
            frame, SUFFIX, MergeStatuses.SUCCEEDED, AdapterMergeStatus::conditions, progressPort);
  }

  @Override
  public List<EventSource<?, AdapterMerge>> prepareEventSources(
      EventSourceContext<AdapterMerge> context) {
    var models =
        Neighbours.watch(
            context,
            ModelService.class,
            (AdapterMerge m, ModelService s) -> isOf(m, s.getMetadata().getName()));
    var plans =
        Neighbours.watch(
            context,
            TrafficPlan.class,
            (AdapterMerge m, TrafficPlan p) -> isOf(m, p.getSpec().modelServiceRef().name()));
    var trainings = Neighbours.watch(context, FineTuneJob.class, AdapterMergeReconciler::takes);
    var data = Neighbours.watch(context, Dataset.class, (AdapterMerge m, Dataset d) -> waits(m));
    var releases = Neighbours.watch(context, Release.class, AdapterMergeReconciler::names);
    services = new Services(models, plans);
    sources = new MergeSources(trainings, context.getPrimaryCache(), new Datasets(data));
    hold = new LineageHold(frame.events(), releases);
    return List.of(models, plans, trainings, data, releases);
  }

  @Override
  public UpdateControl<AdapterMerge> reconcile(AdapterMerge merge, Context<AdapterMerge> context) {
    AdapterMergeStatus before = merge.getStatus();
    if (MergeStatuses.isFinal(before)) {
      return UpdateControl.noUpdate();
    }
    return loop.round(
        merge,
        before == null ? null : before.job(),
        () -> preparation(merge),
        (decision, job, progress) -> status(merge, decision, job, progress));
  }

  @Override
  public DeleteControl cleanup(AdapterMerge merge, Context<AdapterMerge> context) {
    loop.forget(merge);
    return hold.letGo(merge, release -> names(merge, release));
  }

  private Preparation preparation(AdapterMerge merge) {
    return MergeTask.prepare(
        merge.getMetadata().getName(), merge.getSpec(), service(merge), sources.of(merge));
  }

  private AdapterMergeStatus status(
      AdapterMerge merge, JobDecision decision, String job, JobProgress progress) {
    ServiceView service = service(merge);
    String claim = service == null ? null : service.artifactsClaim();
    return statuses.of(
        merge.getStatus(),
        merge.getMetadata().getGeneration(),
        decision.resultOn(claim),
        job,
        progress,
        claim,
        sources.of(merge));
  }

  private ServiceView service(AdapterMerge merge) {
    return services.find(
        merge.getMetadata().getNamespace(), merge.getSpec().modelServiceRef().name());
  }

  private static boolean isOf(AdapterMerge merge, String service) {
    return service.equals(merge.getSpec().modelServiceRef().name());
  }

  private static boolean takes(AdapterMerge merge, FineTuneJob job) {
    return merge.getSpec().inputs().stream()
        .map(Input::fineTuneJobRef)
        .flatMap(ref -> Optional.ofNullable(ref).map(Ref::name).stream())
        .anyMatch(job.getMetadata().getName()::equals);
  }

  /** Which Datasets an input stands on is known only where it is looked up. */
  private static boolean waits(AdapterMerge merge) {
    return !MergeStatuses.isFinal(merge.getStatus());
  }

  private static boolean names(AdapterMerge merge, Release release) {
    var provenance = release.getSpec().provenance();
    return provenance != null && merge.getMetadata().getName().equals(provenance.adapterMerge());
  }
}
