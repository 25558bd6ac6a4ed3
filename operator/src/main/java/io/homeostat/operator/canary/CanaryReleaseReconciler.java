package io.homeostat.operator.canary;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.operator.canary.decide.CanaryDecider;
import io.homeostat.operator.canary.decide.CanaryDecision;
import io.homeostat.operator.canary.decide.CanaryFigures;
import io.homeostat.operator.canary.decide.CanaryObservation;
import io.homeostat.operator.canary.decide.CanaryReason;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.canary.decide.CanaryState;
import io.homeostat.operator.canary.decide.CanaryStatuses;
import io.homeostat.operator.frame.FigurePace;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Related;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.frame.VerdictEventSource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a candidate through its canary. It states in its own status which share it wants; the
 * ModelService reconciler alone puts shares into the plan.
 */
@ControllerConfiguration(name = "canaryrelease")
public final class CanaryReleaseReconciler implements Reconciler<CanaryRelease> {
  private static final String BY_SERVICE = "service";
  private static final String BY_CANDIDATE = "candidate";
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Frame frame;
  private final CanaryObserver observer;
  private final FigurePace pace;
  private volatile IndexerResourceCache<CanaryRelease> cache;

  /** Prepares the reconciler. */
  public CanaryReleaseReconciler(Frame frame) {
    this.frame = frame;
    this.observer = new CanaryObserver(frame);
    this.pace = new FigurePace(frame.clock());
  }

  @Override
  public List<EventSource<?, CanaryRelease>> prepareEventSources(
      EventSourceContext<CanaryRelease> context) {
    IndexerResourceCache<CanaryRelease> canaries = context.getPrimaryCache();
    cache = canaries;
    canaries.addIndexer(
        BY_SERVICE, canary -> key(canary, canary.getSpec().modelServiceRef().name()));
    canaries.addIndexer(
        BY_CANDIDATE, canary -> key(canary, canary.getSpec().candidateRef().name()));
    return List.of(
        Related.toAll(
            context,
            TrafficPlan.class,
            null,
            plan -> names(canaries, BY_SERVICE, plan, plan.getSpec().modelServiceRef().name())),
        Related.toAll(
            context,
            ModelService.class,
            null,
            service -> names(canaries, BY_SERVICE, service, service.getMetadata().getName())),
        Related.toAll(
            context,
            Release.class,
            null,
            release -> names(canaries, BY_CANDIDATE, release, release.getMetadata().getName())),
        Related.toAll(context, Intervention.class, null, order -> concerned(canaries, order)),
        VerdictEventSource.ofSubject(frame.verdicts(), CanaryVerdict.class));
  }

  /** Every CanaryRelease of the watched namespaces; none before the caches are asked for. */
  public Stream<CanaryRelease> known() {
    return cache == null ? Stream.empty() : cache.list(canary -> true);
  }

  @Override
  public UpdateControl<CanaryRelease> reconcile(
      CanaryRelease canary, Context<CanaryRelease> context) {
    CanaryReleaseStatus before = canary.getStatus();
    if (CanaryState.of(before).terminal()) {
      pace.forget(canary.getMetadata().getUid());
      observer.forget(canary);
      return UpdateControl.noUpdate();
    }
    CanaryObservation seen = observer.observe(canary, CanaryRules.of(canary.getSpec()), context);
    CanaryDecision decision = CanaryDecider.decide(seen);
    tell(canary, decision);
    CanaryReleaseStatus status = status(canary, decision, seen);
    warn(canary, status);
    UpdateControl<CanaryRelease> update = StatusPatch.of(canary, status);
    return decision.next().state().terminal() ? update : update.rescheduleAfter(TICK);
  }

  private CanaryReleaseStatus status(
      CanaryRelease canary, CanaryDecision decision, CanaryObservation seen) {
    CanaryRules rules = seen.rules();
    CanaryReleaseStatus before = canary.getStatus();
    Long generation = canary.getMetadata().getGeneration();
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, frame.clock());
    Optional<CanaryVerdict> own =
        seen.verdict().filter(verdict -> seen.uid().equals(verdict.subjectUid()));
    CanaryReleaseStatus fresh =
        CanaryStatuses.of(
            decision,
            rules,
            conditions,
            generation,
            CanaryFigures.of(
                own, canary.getSpec().plan(), seen.traffic().anchor(), seen.readings()));
    if (fresh.equals(before)
        || CanaryStatuses.differsInMoreThanFigures(before, fresh)
        || pace.take(canary.getMetadata().getUid())) {
      return fresh;
    }
    return CanaryStatuses.of(
        decision, rules, conditions, generation, CanaryFigures.shownIn(before));
  }

  private void tell(CanaryRelease canary, CanaryDecision decision) {
    Optional<String> known =
        canary.getStatus() == null
            ? Optional.empty()
            : Conditions.find(canary.getStatus().conditions(), CanaryStatuses.SUCCEEDED)
                .map(condition -> condition.getReason() + condition.getMessage());
    if (known.filter((decision.reason().name() + decision.message())::equals).isPresent()) {
      return;
    }
    if (alarming(decision.reason())) {
      frame.events().warning(canary, decision.reason(), decision.message());
    } else {
      frame.events().normal(canary, decision.reason(), decision.message());
    }
  }

  /** A canary that cannot be decided in time is told of once, when that is first known. */
  private void warn(CanaryRelease canary, CanaryReleaseStatus status) {
    boolean known =
        canary.getStatus() != null
            && Conditions.isFalse(canary.getStatus().conditions(), CanaryStatuses.ON_TIME);
    if (!known) {
      Conditions.find(status.conditions(), CanaryStatuses.ON_TIME)
          .filter(condition -> "False".equals(condition.getStatus()))
          .ifPresent(
              condition ->
                  frame
                      .events()
                      .warning(canary, CanaryReason.TrafficTooLow, condition.getMessage()));
    }
  }

  private static boolean alarming(CanaryReason reason) {
    return switch (reason) {
      case Breach,
          DeadlineExceeded,
          DataStale,
          Inconclusive,
          PrometheusUnavailable,
          ReviewNeeded,
          LossSinceAnchor,
          DryRunFailed,
          ModelServiceNotFound,
          CandidateNotFound,
          CandidateNotReady,
          RolloutUnknown,
          RolloutAborted ->
          true;
      default -> false;
    };
  }

  /** A canary is concerned by orders for itself and for its ModelService. */
  private static Stream<String> concerned(
      IndexerResourceCache<CanaryRelease> canaries, Intervention order) {
    var target = order.getSpec().targetRef();
    return "CanaryRelease".equals(target.kind())
        ? Stream.of(target.name())
        : names(canaries, BY_SERVICE, order, target.name());
  }

  private static Stream<String> names(
      IndexerResourceCache<CanaryRelease> canaries, String index, HasMetadata object, String name) {
    return canaries.byIndex(index, object.getMetadata().getNamespace() + "/" + name).stream()
        .map(canary -> canary.getMetadata().getName());
  }

  private static List<String> key(CanaryRelease canary, String name) {
    return List.of(canary.getMetadata().getNamespace() + "/" + name);
  }
}
