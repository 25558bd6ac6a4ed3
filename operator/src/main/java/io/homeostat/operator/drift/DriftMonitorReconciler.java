package io.homeostat.operator.drift;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.DriftVerdict;
import io.homeostat.operator.drift.decide.DriftDecision;
import io.homeostat.operator.drift.decide.DriftObservation;
import io.homeostat.operator.drift.decide.DriftReason;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.frame.VerdictEventSource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows in a DriftMonitor's status what the monitor process has found. */
@ControllerConfiguration(name = "driftmonitor")
public final class DriftMonitorReconciler implements Reconciler<DriftMonitor> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final Frame frame;
  private final DriftDecision decision;
  private ResourceCache<ModelService> services;
  private ResourceCache<QualityPolicy> policies;

  public DriftMonitorReconciler(Frame frame) {
    this.frame = frame;
    this.decision = new DriftDecision(frame.clock());
  }

  @Override
  public List<EventSource<?, DriftMonitor>> prepareEventSources(
      EventSourceContext<DriftMonitor> context) {
    var named =
        Neighbours.watch(
            context,
            ModelService.class,
            (DriftMonitor m, ModelService s) -> watches(m, s.getMetadata().getName()));
    var scoring =
        Neighbours.watch(
            context,
            QualityPolicy.class,
            (DriftMonitor m, QualityPolicy p) -> watches(m, p.getSpec().modelServiceRef().name()));
    services = named;
    policies = scoring;
    return List.of(
        named, scoring, VerdictEventSource.ofSubject(frame.verdicts(), DriftVerdict.class));
  }

  @Override
  public UpdateControl<DriftMonitor> reconcile(
      DriftMonitor monitor, Context<DriftMonitor> context) {
    DriftMonitorStatus next = decision.decide(observe(monitor));
    tell(monitor, next);
    return StatusPatch.of(monitor, next)
        .rescheduleAfter(LOOK_AGAIN); // silence is noticed by looking
  }

  private DriftObservation observe(DriftMonitor monitor) {
    String namespace = monitor.getMetadata().getNamespace();
    String service = monitor.getSpec().modelServiceRef().name();
    String subject = namespace + "/" + monitor.getMetadata().getName();
    Optional<QualityPolicy> policy =
        policies
            .list(namespace, p -> service.equals(p.getSpec().modelServiceRef().name()))
            .findFirst();
    return new DriftObservation(
        monitor.getMetadata().getUid(),
        monitor.getMetadata().getGeneration(),
        monitor.getSpec(),
        services.get(new ResourceID(service, namespace)).isPresent(),
        policy.isPresent(),
        policy.map(p -> p.getSpec().settleSeconds()).map(Duration::ofSeconds).orElse(Duration.ZERO),
        frame.verdicts().drift(subject).orElse(null),
        frame.verdicts().cost(subject).orElse(null),
        frame.verdicts().summary(subject).orElse(null),
        monitor.getStatus());
  }

  /** Tells of every condition that changed its status. */
  private void tell(DriftMonitor monitor, DriftMonitorStatus next) {
    List<Condition> before =
        monitor.getStatus() == null ? List.of() : monitor.getStatus().conditions();
    for (Condition after : next.conditions()) {
      boolean same =
          Conditions.find(before, after.getType())
              .filter(c -> c.getStatus().equals(after.getStatus()))
              .isPresent();
      if (!same) {
        tell(monitor, after);
      }
    }
  }

  private void tell(DriftMonitor monitor, Condition condition) {
    DriftReason reason = DriftReason.valueOf(condition.getReason());
    boolean wanted =
        DriftDecision.DRIFTING.equals(condition.getType())
            ? ConditionStatus.FALSE.text().equals(condition.getStatus())
            : ConditionStatus.TRUE.text().equals(condition.getStatus());
    String note =
        "%s is %s: %s"
            .formatted(condition.getType(), condition.getStatus(), condition.getMessage());
    if (wanted
        || reason == DriftReason.Learning
        || reason == DriftReason.NoVerdict
        || reason == DriftReason.Suspended) {
      frame.events().normal(monitor, reason, note);
    } else {
      frame.events().warning(monitor, reason, note);
    }
  }

  private static boolean watches(DriftMonitor monitor, String service) {
    return service.equals(monitor.getSpec().modelServiceRef().name());
  }
}
