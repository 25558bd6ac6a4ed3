package io.homeostat.operator.learning;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.learning.decide.EvaluationStatuses;
import io.homeostat.operator.learning.decide.EvaluationTask;
import io.homeostat.operator.learning.decide.Preparation;
import io.homeostat.operator.learning.decide.ServiceView;
import io.homeostat.operator.learning.decide.TrafficView;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares a Release at 0 % of the traffic with stable on held-out items, by a Job that asks the
 * gateway.
 */
@ControllerConfiguration(name = "evaluation")
public final class EvaluationReconciler implements Reconciler<Evaluation>, Cleaner<Evaluation> {
  private static final String SUFFIX = "eval";

  private final Frame frame;
  private final EvaluationStatuses statuses;
  private final LearningLoop<EvaluationStatus, Evaluation> loop;
  private Services services;
  private Datasets datasets;
  private ResourceCache<Release> releases;
  private Judging judging;
  private LineageHold hold;

  public EvaluationReconciler(Frame frame) {
    this(frame, JobPod.PROGRESS_PORT);
  }

  /** Makes the reconciler; Jobs serve their progress on the port. */
  EvaluationReconciler(Frame frame, int progressPort) {
    this.frame = frame;
    this.statuses = new EvaluationStatuses(frame.clock());
    this.loop =
        new LearningLoop<>(
            frame,
            SUFFIX,
            EvaluationStatuses.SUCCEEDED,
            EvaluationStatus::conditions,
            progressPort);
  }

  @Override
  public List<EventSource<?, Evaluation>> prepareEventSources(
      EventSourceContext<Evaluation> context) {
    var models =
        Neighbours.watch(
            context,
            ModelService.class,
            (Evaluation e, ModelService s) -> isOf(e, s.getMetadata().getName()));
    var plans =
        Neighbours.watch(
            context,
            TrafficPlan.class,
            (Evaluation e, TrafficPlan p) -> isOf(e, p.getSpec().modelServiceRef().name()));
    var data =
        Neighbours.watch(
            context,
            Dataset.class,
            (Evaluation e, Dataset d) ->
                e.getSpec().datasetRef() != null
                    && d.getMetadata().getName().equals(e.getSpec().datasetRef().name()));
    var compared = Neighbours.watch(context, Release.class, EvaluationReconciler::compares);
    var policies =
        Neighbours.watch(context, QualityPolicy.class, (Evaluation e, QualityPolicy p) -> false);
    var judges =
        Neighbours.watch(
            context,
            Judge.class,
            (Evaluation e, Judge j) ->
                e.getSpec().judgeRef() != null
                    && j.getMetadata().getName().equals(e.getSpec().judgeRef().name()));
    services = new Services(models, plans);
    judging = new Judging(policies, judges);
    datasets = new Datasets(data);
    releases = compared;
    hold = new LineageHold(frame.events(), compared);
    return List.of(models, plans, data, compared, policies, judges);
  }

  @Override
  public UpdateControl<Evaluation> reconcile(Evaluation evaluation, Context<Evaluation> context) {
    EvaluationStatus before = evaluation.getStatus();
    if (EvaluationStatuses.isFinal(before)) {
      return UpdateControl.noUpdate();
    }
    return loop.round(
        evaluation,
        before == null ? null : before.job(),
        () -> preparation(evaluation),
        (decision, job, progress) ->
            statuses.of(before, evaluation.getMetadata().getGeneration(), decision, job, progress));
  }

  /** An evaluation that passed is part of its Release's lineage; any other may go. */
  @Override
  public DeleteControl cleanup(Evaluation evaluation, Context<Evaluation> context) {
    loop.forget(evaluation);
    EvaluationStatus status = evaluation.getStatus();
    boolean passed =
        status != null && Conditions.isTrue(status.conditions(), EvaluationStatuses.SUCCEEDED);
    String release = evaluation.getSpec().releaseRef().name();
    return hold.letGo(evaluation, r -> passed && release.equals(r.getMetadata().getName()));
  }

  private Preparation preparation(Evaluation evaluation) {
    String namespace = evaluation.getMetadata().getNamespace();
    ServiceView service = services.find(namespace, evaluation.getSpec().modelServiceRef().name());
    return EvaluationTask.prepare(
        evaluation.getSpec(),
        service,
        evaluation.getSpec().datasetRef() == null
            ? null
            : datasets.find(namespace, evaluation.getSpec().datasetRef().name()),
        traffic(namespace, evaluation.getSpec().modelServiceRef().name()),
        judging.of(namespace, evaluation.getSpec()),
        frame.settings().gatewayUrl(),
        service == null ? "" : frame.keys().evaluation(service.uid()));
  }

  private TrafficView traffic(String namespace, String service) {
    Map<String, ReleaseTuple> existing =
        releases
            .list(namespace, r -> true)
            .collect(Collectors.toMap(r -> r.getMetadata().getName(), r -> r.getSpec().tuple()));
    return services
        .plan(namespace, service)
        .map(plan -> new TrafficView(existing, routed(plan.getSpec()), applied(plan)))
        .orElse(new TrafficView(existing, Set.of(), false));
  }

  private static Set<String> routed(TrafficPlanSpec plan) {
    return plan.routes().stream().map(TrafficPlanSpec.Route::release).collect(Collectors.toSet());
  }

  /** Whether the gateways were seen to serve the plan as it is now. */
  private static boolean applied(TrafficPlan plan) {
    return plan.getStatus() != null
        && Conditions.find(plan.getStatus().conditions(), "TrafficApplied")
            .filter(c -> "True".equals(c.getStatus()))
            .filter(c -> plan.getMetadata().getGeneration().equals(c.getObservedGeneration()))
            .isPresent();
  }

  private static boolean isOf(Evaluation evaluation, String service) {
    return service.equals(evaluation.getSpec().modelServiceRef().name());
  }

  private static boolean compares(Evaluation evaluation, Release release) {
    String name = release.getMetadata().getName();
    return name.equals(evaluation.getSpec().releaseRef().name())
        || name.equals(evaluation.getSpec().stableRef().name());
  }
}
