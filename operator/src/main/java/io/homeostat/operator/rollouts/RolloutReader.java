package io.homeostat.operator.rollouts;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.canaryrelease.Actuator;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at the Rollouts that actuators name. They are read one by one: few objects name one, and
 * clusters without Argo Rollouts have nothing to watch.
 */
public final class RolloutReader {
  private static final String WORKLOAD_GENERATION = "rollout.argoproj.io/workload-generation";
  private static final int ALL = 1000;
  private static final int PERMILLE = 10;

  private final Frame frame;

  /** A reader in the namespaces that the operator watches. */
  public RolloutReader(Frame frame) {
    this.frame = frame;
  }

  /**
   * The Rollout of an actuator; empty without one.
   *
   * @param actuator null for none
   */
  public Optional<RolloutView> read(String namespace, Actuator actuator) {
    return actuator == null
        ? Optional.empty()
        : Optional.of(read(namespace, actuator.argoRollout().name()));
  }

  private RolloutView read(String namespace, String name) {
    if (!frame.settings().argoRollouts()) {
      return RolloutView.unknown(
          name,
          "Rollout '%s' cannot be read: set the chart's value argoRollouts.enabled to true"
              .formatted(name));
    }
    try {
      Rollout found =
          frame.client().resources(Rollout.class).inNamespace(namespace).withName(name).get();
      return found == null
          ? RolloutView.unknown(
              name,
              "there is no Rollout '%s' in this namespace: create it or name another"
                  .formatted(name))
          : view(found);
    } catch (KubernetesClientException e) {
      return RolloutView.unknown(
          name, "Rollout '%s' cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  /** What a Rollout shows; unknown until its controller has seen its latest template. */
  static RolloutView view(Rollout rollout) {
    String name = rollout.getMetadata().getName();
    Rollout.Status status = rollout.getStatus();
    if (status == null || status.stableRS() == null || status.currentPodHash() == null) {
      return RolloutView.unknown(name, "Rollout '%s' has no stable pods yet".formatted(name));
    }
    if (!observed(rollout)) {
      return RolloutView.unknown(
          name,
          "the controller of Rollout '%s' has yet to look at its latest spec".formatted(name));
    }
    List<Integer> shares = shares(rollout);
    int step = Objects.requireNonNullElse(status.currentStepIndex(), shares.size());
    boolean aborted = Boolean.TRUE.equals(status.abort());
    return new RolloutView(
        name,
        null,
        status.stableRS(),
        status.currentPodHash(),
        status.phase(),
        status.pauseConditions() == null || status.pauseConditions().isEmpty()
            ? null
            : status.pauseConditions().getFirst().reason(),
        aborted,
        shares,
        step,
        aborted ? 0 : weight(status, shares, step));
  }

  private static boolean observed(Rollout rollout) {
    Rollout.Status status = rollout.getStatus();
    boolean own =
        String.valueOf(rollout.getMetadata().getGeneration()).equals(status.observedGeneration());
    if (rollout.getSpec() == null || rollout.getSpec().workloadRef() == null) {
      return own;
    }
    Map<String, String> annotations = rollout.getMetadata().getAnnotations();
    String workload = annotations == null ? null : annotations.get(WORKLOAD_GENERATION);
    return own && workload != null && workload.equals(status.workloadObservedGeneration());
  }

  private static List<Integer> shares(Rollout rollout) {
    Rollout.Spec spec = rollout.getSpec();
    boolean steps =
        spec != null
            && spec.strategy() != null
            && spec.strategy().canary() != null
            && spec.strategy().canary().steps() != null
            && !spec.strategy().canary().steps().isEmpty();
    if (!steps) {
      return List.of(ALL);
    }
    List<Integer> shares = new ArrayList<>();
    int share = 0;
    for (Rollout.Step step : spec.strategy().canary().steps()) {
      share = step.setWeight() == null ? share : step.setWeight() * PERMILLE;
      shares.add(share);
    }
    return List.copyOf(shares);
  }

  /** As the traffic router says, else as the step asks for. */
  private static int weight(Rollout.Status status, List<Integer> shares, int step) {
    boolean routed =
        status.canary() != null
            && status.canary().weights() != null
            && status.canary().weights().canary() != null
            && status.canary().weights().canary().weight() != null;
    if (routed) {
      return Math.clamp(status.canary().weights().canary().weight() * PERMILLE, 0, ALL);
    }
    return step >= shares.size() ? ALL : shares.get(Math.max(0, step));
  }
}
