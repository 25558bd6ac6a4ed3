package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Neighbours;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.frame.VerdictEventSource;
import io.homeostat.operator.scoring.decide.JudgeDecision;
import io.homeostat.operator.scoring.decide.JudgeObservation;
import io.homeostat.operator.scoring.decide.ScoringReason;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Shows in a Judge's status how it was calibrated. ConfigMaps are looked at again and again instead
 * of watched: a watch would bring every ConfigMap of the cluster into memory.
 */
@ControllerConfiguration(name = "judge")
public final class JudgeReconciler implements Reconciler<Judge> {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Set<ScoringReason> NORMAL =
      EnumSet.of(
          ScoringReason.Complete,
          ScoringReason.Calibrated,
          ScoringReason.NotCalibratedYet,
          ScoringReason.NotCompared,
          ScoringReason.FirstCalibration,
          ScoringReason.ScoresUnchanged,
          ScoringReason.NothingJudged,
          ScoringReason.FamilyNotKnown,
          ScoringReason.OtherFamily);

  private final Frame frame;
  private final JudgeDecision decision;
  private InformerEventSource<QualityPolicy, Judge> policies;
  private ResourceCache<ModelService> services;

  public JudgeReconciler(Frame frame) {
    this.frame = frame;
    this.decision = new JudgeDecision(frame.clock());
  }

  @Override
  public List<EventSource<?, Judge>> prepareEventSources(EventSourceContext<Judge> context) {
    var asking = Neighbours.watch(context, QualityPolicy.class, JudgeReconciler::asks);
    var judged =
        Neighbours.watch(context, ModelService.class, (Judge judge, ModelService service) -> true);
    policies = asking;
    services = judged;
    return List.of(
        asking, judged, VerdictEventSource.ofSubject(frame.verdicts(), JudgeVerdict.class));
  }

  @Override
  public UpdateControl<Judge> reconcile(Judge judge, Context<Judge> context) {
    String namespace = judge.getMetadata().getNamespace();
    JudgeStatus next =
        decision.decide(
            new JudgeObservation(
                judge.getMetadata().getUid(),
                judge.getMetadata().getGeneration(),
                judge.getSpec(),
                itemsFound(namespace, judge.getSpec().calibration().itemsConfigMapRef()),
                judged(judge),
                frame
                    .verdicts()
                    .judge(namespace + "/" + judge.getMetadata().getName())
                    .orElse(null),
                judge.getStatus()));
    tell(judge, next);
    return StatusPatch.of(judge, next).rescheduleAfter(LOOK_AGAIN);
  }

  /** ModelService whose policy names the judge → what its model is called. */
  private Map<String, List<String>> judged(Judge judge) {
    String namespace = judge.getMetadata().getNamespace();
    Map<String, List<String>> judged = new TreeMap<>();
    policies
        .list(namespace, policy -> asks(judge, policy))
        .map(policy -> policy.getSpec().modelServiceRef().name())
        .forEach(
            name ->
                services
                    .get(new ResourceID(name, namespace))
                    .ifPresent(service -> judged.put(name, modelNames(service))));
    return judged;
  }

  private static List<String> modelNames(ModelService service) {
    var spec = service.getSpec();
    List<String> names = new ArrayList<>();
    names.add(spec.model() == null ? null : spec.model().uri());
    names.add(spec.modelName());
    names.add(spec.engine().endpoint() == null ? null : spec.engine().endpoint().model());
    return names;
  }

  private static boolean asks(Judge judge, QualityPolicy policy) {
    var asked = policy.getSpec().scorers().judge();
    return asked != null && judge.getMetadata().getName().equals(asked.ref().name());
  }

  private boolean itemsFound(String namespace, KeyRef ref) {
    ConfigMap map = frame.client().configMaps().inNamespace(namespace).withName(ref.name()).get();
    return map != null && map.getData() != null && map.getData().containsKey(ref.key());
  }

  /** Tells of every condition whose reason changed. */
  private void tell(Judge judge, JudgeStatus next) {
    List<Condition> before = judge.getStatus() == null ? List.of() : judge.getStatus().conditions();
    for (Condition after : next.conditions()) {
      boolean same =
          Conditions.find(before, after.getType())
              .filter(c -> c.getReason().equals(after.getReason()))
              .isPresent();
      if (!same) {
        tell(judge, after);
      }
    }
  }

  private void tell(Judge judge, Condition condition) {
    ScoringReason reason = ScoringReason.valueOf(condition.getReason());
    String note =
        "%s is %s: %s"
            .formatted(condition.getType(), condition.getStatus(), condition.getMessage());
    if (NORMAL.contains(reason)) {
      frame.events().normal(judge, reason, note);
    } else {
      frame.events().warning(judge, reason, note);
    }
  }
}
