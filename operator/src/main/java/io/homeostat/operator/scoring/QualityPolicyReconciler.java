package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.qualitypolicy.QualityPolicyStatus;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.PolicyVerdict;
import io.homeostat.events.Verdict;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.frame.VerdictEventSource;
import io.homeostat.operator.scoring.decide.PolicyDecision;
import io.homeostat.operator.scoring.decide.PolicyObservation;
import io.homeostat.operator.scoring.decide.ScoringReason;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Starts the scorer of a policy, which may be the shared one, and says in each policy's status
 * whether it is in force.
 */
@ControllerConfiguration(name = "qualitypolicy")
public final class QualityPolicyReconciler implements Reconciler<QualityPolicy> {
  private final Frame frame;
  private final ScorerDeployments deployments;
  private final PolicyDecision decision;
  private ResourceCache<ModelService> services;
  private ResourceCache<Judge> judges;
  private ResourceCache<Deployment> scorers;

  public QualityPolicyReconciler(Frame frame) {
    this.frame = frame;
    this.deployments = new ScorerDeployments(frame);
    this.decision = new PolicyDecision(frame.clock());
  }

  @Override
  public List<EventSource<?, QualityPolicy>> prepareEventSources(
      EventSourceContext<QualityPolicy> context) {
    var named =
        Neighbours.watch(
            context,
            ModelService.class,
            (QualityPolicy p, ModelService s) -> isOf(p, s.getMetadata().getName()));
    var asked =
        Neighbours.watch(
            context,
            Judge.class,
            (QualityPolicy p, Judge j) ->
                judge(p).filter(j.getMetadata().getName()::equals).isPresent());
    var running = deployment(context);
    services = named;
    judges = asked;
    scorers = running;
    return List.of(
        named,
        asked,
        running,
        new VerdictEventSource<>(frame.verdicts(), verdict -> concerned(context, verdict)));
  }

  @Override
  public UpdateControl<QualityPolicy> reconcile(
      QualityPolicy policy, Context<QualityPolicy> context) {
    Optional<Deployment> running = scorers.get(deployments.id(policy));
    if (running.isEmpty()) {
      deployments.apply(policy);
    }
    QualityPolicyStatus next = decision.decide(observe(policy, running));
    tell(policy, next);
    return StatusPatch.of(policy, next);
  }

  private PolicyObservation observe(QualityPolicy policy, Optional<Deployment> running) {
    String namespace = policy.getMetadata().getNamespace();
    String service = policy.getSpec().modelServiceRef().name();
    return new PolicyObservation(
        policy.getMetadata().getGeneration(),
        policy.getSpec(),
        services.get(new ResourceID(service, namespace)).isPresent(),
        judge(policy)
            .map(name -> judges.get(new ResourceID(name, namespace)).isPresent())
            .orElse(true),
        ScorerManifest.nameFor(policy),
        running.filter(QualityPolicyReconciler::isAvailable).isPresent(),
        scorerSet(namespace + "/" + service),
        frame
            .verdicts()
            .policy(namespace + "/" + policy.getMetadata().getName())
            .filter(found -> found.subjectUid().equals(policy.getMetadata().getUid()))
            .filter(found -> found.generation() == policy.getMetadata().getGeneration())
            .orElse(null),
        policy.getStatus());
  }

  private void tell(QualityPolicy policy, QualityPolicyStatus next) {
    tell(policy, next, PolicyDecision.READY);
    tell(policy, next, PolicyDecision.INVARIANTS_USABLE);
  }

  private void tell(QualityPolicy policy, QualityPolicyStatus next, String type) {
    var before =
        Conditions.find(policy.getStatus() == null ? null : policy.getStatus().conditions(), type);
    var after = Conditions.find(next.conditions(), type).orElseThrow();
    if (before.filter(c -> c.getReason().equals(after.getReason())).isPresent()) {
      return;
    }
    ScoringReason reason = ScoringReason.valueOf(after.getReason());
    if (reason == ScoringReason.PolicyNotTaken || reason == ScoringReason.InvariantsUsable) {
      return;
    }
    if (reason == ScoringReason.Scoring
        || reason == ScoringReason.ScorerNotAvailable && before.isEmpty()) {
      frame.events().normal(policy, reason, after.getMessage());
    } else {
      frame.events().warning(policy, reason, after.getMessage());
    }
  }

  /** What the monitor's streams of a service are made of. */
  private String scorerSet(String service) {
    return frame.verdicts().driftOf(service).stream()
        .flatMap(verdict -> verdict.streams().stream())
        .map(DriftVerdict.Stream::scorerSet)
        .filter(Objects::nonNull)
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static boolean isAvailable(Deployment deployment) {
    return deployment.getStatus() != null
        && deployment.getStatus().getAvailableReplicas() != null
        && deployment.getStatus().getAvailableReplicas() > 0;
  }

  private InformerEventSource<Deployment, QualityPolicy> deployment(
      EventSourceContext<QualityPolicy> context) {
    PrimaryToSecondaryMapper<QualityPolicy> byLookup = policy -> Set.of();
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Deployment.class, QualityPolicy.class)
            .withNamespaces(Set.of(frame.settings().podNamespace()))
            .withLabelSelector(ScorerManifest.SELECTOR)
            .withPrimaryToSecondaryMapper(byLookup)
            .withSecondaryToPrimaryMapper(
                deployment ->
                    context
                        .getPrimaryCache()
                        .list(policy -> true)
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static Set<ResourceID> concerned(
      EventSourceContext<QualityPolicy> context, Verdict verdict) {
    if (verdict instanceof PolicyVerdict) {
      return Set.of(VerdictEventSource.id(verdict.subject()));
    }
    if (!(verdict instanceof DriftVerdict)) {
      return Set.of();
    }
    ResourceID service = VerdictEventSource.id(verdict.service());
    return context
        .getPrimaryCache()
        .list(service.getNamespace().orElseThrow(), policy -> isOf(policy, service.getName()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static Optional<String> judge(QualityPolicy policy) {
    QualityPolicySpec.JudgeScorer judge = policy.getSpec().scorers().judge();
    return judge == null ? Optional.empty() : Optional.of(judge.ref().name());
  }

  private static boolean isOf(QualityPolicy policy, String service) {
    return service.equals(policy.getSpec().modelServiceRef().name());
  }
}
