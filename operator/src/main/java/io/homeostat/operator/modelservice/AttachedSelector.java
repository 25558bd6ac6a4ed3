package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.AttachedPods;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.rollouts.decide.RolloutView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which pods of somebody else serve a release. While a Rollout has pods of two templates, the label
 * that its controller gives them tells the releases apart; once all have one template, every pod
 * serves whatever is in traffic, so that clients are answered also where nobody waited for a
 * verdict.
 */
public final class AttachedSelector {
  private static final String TEMPLATE = "rollouts-pod-template-hash";

  private AttachedSelector() {}

  /** The release as its pods are to be told from others now. */
  static ReleaseTuple onlyTemplate(ReleaseTuple tuple, Optional<RolloutView> rollout) {
    boolean several = rollout.filter(RolloutView::settled).isEmpty();
    return tuple.podTemplate() == null || several ? tuple : tuple.onPods(null);
  }

  /** Labels of the pods. */
  public static Map<String, String> of(AttachedPods pods, ReleaseTuple tuple) {
    if (tuple.podTemplate() == null) {
      return pods.selector();
    }
    Map<String, String> labels = new LinkedHashMap<>(pods.selector());
    labels.put(TEMPLATE, tuple.podTemplate());
    return labels;
  }
}
