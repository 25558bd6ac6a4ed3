package io.homeostat.operator.rollouts;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.frame.ServerSide;
import java.util.List;

/** Keeps the AnalysisTemplate by which the Rollout of a ModelService asks for the verdict. */
public final class AnalysisTemplates {
  /** Seconds between two questions. */
  static final int INTERVAL_SECONDS = 10;

  /** What the Rollout hands in: the hash of the template that it rolls out. */
  static final String HASH = "pod-template-hash";

  private static final int PATIENCE_SECONDS = 5;

  private final Frame frame;

  /** For the services of one operator. */
  public AnalysisTemplates(Frame frame) {
    this.frame = frame;
  }

  /** Makes the template of a service with an actuator be as it should; writes only a change. */
  public void keep(ModelService service) {
    boolean wanted =
        frame.settings().argoRollouts()
            && service.getSpec().release() != null
            && service.getSpec().release().actuator() != null;
    if (!wanted) {
      return;
    }
    AnalysisTemplate desired = desired(service, frame.settings().verdictsUrl());
    AnalysisTemplate found =
        frame
            .client()
            .resources(AnalysisTemplate.class)
            .inNamespace(service.getMetadata().getNamespace())
            .withName(desired.getMetadata().getName())
            .get();
    if (found == null || !desired.getSpec().equals(found.getSpec())) {
      ServerSide.apply(frame.client(), desired);
    }
  }

  /** Name of a service's template. */
  public static String name(String service) {
    return "homeostat-" + service;
  }

  /**
   * The template: the first pass is success, a fail is failure, and a hold is inconclusive; so many
   * holds fit into the canary's deadline that the analysis pauses the Rollout only after it. A step
   * needs a count; one without a pass is inconclusive, too.
   */
  static AnalysisTemplate desired(ModelService service, String verdicts) {
    var plan = service.getSpec().release();
    int deadline = CanaryDefaults.orElse(plan.deadlineSeconds(), CanaryDefaults.DEADLINE_SECONDS);
    int holds = Math.max(1, deadline / INTERVAL_SECONDS);
    String url =
        "%s/v1/rollouts/%s/%s?podTemplateHash={{args.%s}}"
            .formatted(
                verdicts,
                service.getMetadata().getNamespace(),
                plan.actuator().argoRollout().name(),
                HASH);
    AnalysisTemplate template = new AnalysisTemplate();
    template.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(service.getMetadata().getName()))
            .withNamespace(service.getMetadata().getNamespace())
            .withLabels(Labels.of(service.getMetadata().getName()))
            .withOwnerReferences(Owners.controlledBy(service))
            .build());
    template.setSpec(
        new AnalysisTemplate.Spec(
            List.of(new AnalysisTemplate.Argument(HASH, null)),
            List.of(
                new AnalysisTemplate.Metric(
                    "homeostat-verdict",
                    INTERVAL_SECONDS + "s",
                    holds + 1,
                    "result == \"pass\"",
                    "result == \"fail\"",
                    1,
                    0,
                    holds,
                    holds,
                    new AnalysisTemplate.Provider(
                        new AnalysisTemplate.Web(url, "{$.verdict}", PATIENCE_SECONDS))))));
    return template;
  }
}
