package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.healing.decide.RunProgress;
import io.homeostat.operator.healing.decide.RunReason;
import io.homeostat.operator.intervention.decide.HandledOrders;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.intervention.decide.TrafficOrder;
import io.homeostat.operator.learning.FileCheckJobs;
import io.homeostat.operator.modelservice.decide.Lineage;
import io.homeostat.operator.modelservice.decide.ServiceObservation;
import io.homeostat.operator.rollouts.RolloutReader;
import io.homeostat.operator.rollouts.decide.RolloutView;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads everything that a decision about a ModelService looks at, from caches as far as they go.
 */
final class ServiceObserver {
  private static final String SUCCEEDED = "Succeeded";

  private final Frame frame;
  private final PromptSource prompts;
  private final EnginePoolObserver pools;
  private final FileCheckJobs files;
  private final RolloutReader rollouts;

  ServiceObserver(Frame frame, FileCheckJobs files) {
    this.frame = frame;
    this.files = files;
    this.prompts = new PromptSource(frame.client());
    this.pools = new EnginePoolObserver(frame);
    this.rollouts = new RolloutReader(frame);
  }

  ServiceObservation observe(
      ModelService service,
      Optional<TrafficPlan> plan,
      Optional<Gateways.Applied> told,
      Context<ModelService> context) {
    String name = service.getMetadata().getName();
    Trials trials = trials(service, plan, context);
    List<Release> releases = living(context.getSecondaryResources(Release.class));
    HandledOrders handled = HandledOrders.parse(plan.map(PlanWriter::annotation).orElse(null));
    Instant now = frame.clock().instant();
    Optional<RolloutView> rollout = rollout(service);
    return new ServiceObservation(
        name,
        service.getSpec(),
        service.getStatus() == null ? null : service.getStatus().stable(),
        prompts.of(service),
        plan.map(TrafficPlan::getSpec).orElse(null),
        handled,
        told.filter(Gateways.Applied::everywhere).isPresent(),
        releases.stream()
            .collect(
                Collectors.toMap(release -> release.getMetadata().getName(), Release::getSpec)),
        ready(releases),
        trials.canaries().stream().map(ServiceObserver::canary).toList(),
        trials.evaluations().stream().map(ServiceObserver::evaluation).toList(),
        Order.next(context.getSecondaryResources(Intervention.class), "ModelService", name, now),
        pools.observe(
            service,
            plan.map(TrafficPlan::getSpec).orElse(null),
            told.map(Gateways.Applied::open).orElse(null),
            rollout,
            context),
        capabilities(context),
        frame.settings().paused(),
        frame.settings().engineImage(),
        lineage(service, releases, context),
        TrafficOrder.holding(context.getSecondaryResources(Intervention.class), name, handled, now),
        rollout);
  }

  private Optional<RolloutView> rollout(ModelService service) {
    var plan = service.getSpec().release();
    return rollouts.read(
        service.getMetadata().getNamespace(), plan == null ? null : plan.actuator());
  }

  private Lineage lineage(
      ModelService service, List<Release> releases, Context<ModelService> context) {
    return new Lineage(
        releases.stream()
            .collect(
                Collectors.toMap(
                    release -> release.getMetadata().getName(), ServiceObserver::created)),
        living(context.getSecondaryResources(HealingRun.class)).stream()
            .map(ServiceObserver::repair)
            .toList(),
        files.known(service));
  }

  /** What may hold the candidate's slot in a plan. */
  private record Trials(List<CanaryRelease> canaries, List<Evaluation> evaluations) {
    boolean have(String uid) {
      return Stream.concat(canaries.stream(), evaluations.stream())
          .anyMatch(trial -> trial.getMetadata().getUid().equals(uid));
    }
  }

  private Trials trials(
      ModelService service, Optional<TrafficPlan> plan, Context<ModelService> context) {
    Trials cached =
        new Trials(
            living(context.getSecondaryResources(CanaryRelease.class)),
            living(context.getSecondaryResources(Evaluation.class)));
    String holder = plan.map(found -> found.getSpec().salt()).orElse(null);
    if (holder == null || cached.have(holder)) {
      return cached;
    }
    String name = service.getMetadata().getName();
    String namespace = service.getMetadata().getNamespace();
    return new Trials(
        listed(
            CanaryRelease.class,
            namespace,
            canary -> canary.getSpec().modelServiceRef().name().equals(name)),
        listed(
            Evaluation.class,
            namespace,
            evaluation -> evaluation.getSpec().modelServiceRef().name().equals(name)));
  }

  private static Set<String> ready(List<Release> releases) {
    return releases.stream()
        .filter(release -> release.getStatus() != null)
        .filter(release -> Conditions.isTrue(release.getStatus().conditions(), "Ready"))
        .map(release -> release.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  private static <R extends HasMetadata> List<R> living(Collection<R> objects) {
    return objects.stream()
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /**
   * What the API server has: that the slot's holder is gone, which undoes its release, is not left
   * to a cache.
   */
  private <R extends HasMetadata> List<R> listed(
      Class<R> kind, String namespace, Predicate<R> ofService) {
    return living(
        frame.client().resources(kind).inNamespace(namespace).list().getItems().stream()
            .filter(ofService)
            .toList());
  }

  private static ServiceObservation.Canary canary(CanaryRelease canary) {
    List<Condition> conditions =
        canary.getStatus() == null ? null : canary.getStatus().conditions();
    return new ServiceObservation.Canary(
        canary.getMetadata().getName(),
        canary.getMetadata().getUid(),
        created(canary),
        canary.getSpec(),
        canary.getStatus(),
        annotation(canary, Children.TRIGGER),
        annotation(canary, Children.SUPERSEDED),
        Conditions.find(conditions, SUCCEEDED)
            .map(condition -> condition.getReason() + ": " + condition.getMessage())
            .orElse(null));
  }

  private static ServiceObservation.Evaluation evaluation(Evaluation evaluation) {
    List<Condition> conditions =
        evaluation.getStatus() == null ? null : evaluation.getStatus().conditions();
    return new ServiceObservation.Evaluation(
        evaluation.getMetadata().getName(),
        evaluation.getMetadata().getUid(),
        created(evaluation),
        evaluation.getSpec().releaseRef().name(),
        Conditions.isTrue(conditions, SUCCEEDED) || Conditions.isFalse(conditions, SUCCEEDED));
  }

  private static Lineage.Repair repair(HealingRun run) {
    HealingRunStatus status = run.getStatus();
    boolean awaits =
        status != null
            && Conditions.find(status.conditions(), SUCCEEDED)
                .filter(condition -> RunReason.AwaitingGit.name().equals(condition.getReason()))
                .isPresent();
    return new Lineage.Repair(
        run.getMetadata().getName(),
        created(run),
        !RunProgress.isFinished(status),
        awaits,
        run.getSpec().stableRelease(),
        status == null ? null : status.release());
  }

  private static List<String> capabilities(Context<ModelService> context) {
    return context.getSecondaryResources(QualityPolicy.class).stream()
        .flatMap(policy -> policy.getSpec().capabilities().stream())
        .map(QualityPolicySpec.Capability::name)
        .distinct()
        .sorted()
        .toList();
  }

  static String annotation(HasMetadata object, String name) {
    return object.getMetadata().getAnnotations() == null
        ? null
        : object.getMetadata().getAnnotations().get(name);
  }

  private static Instant created(HasMetadata object) {
    return Instant.parse(object.getMetadata().getCreationTimestamp());
  }
}
