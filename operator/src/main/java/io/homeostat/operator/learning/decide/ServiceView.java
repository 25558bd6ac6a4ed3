package io.homeostat.operator.learning.decide;

import io.homeostat.crds.modelservice.ModelServiceSpec;

/**
 * The ModelService that something is learnt for.
 *
 * @param uid its UID, from which keys are derived
 * @param stablePrompt system prompt of its stable release; null before the first release
 */
public record ServiceView(
    String namespace, String name, String uid, ModelServiceSpec spec, String stablePrompt) {
  private static final int DEFAULT_RANK = 16;

  /** {@code namespace/name}, by which every process knows it. */
  public String qualifiedName() {
    return namespace + "/" + name;
  }

  /** The claim that holds adapters and datasets; null when the service names none. */
  public String artifactsClaim() {
    return spec.artifacts() == null ? null : spec.artifacts().claimName();
  }

  /** The largest rank of an adapter that its engine loads. */
  public int largestRank() {
    return spec.engine() == null || spec.engine().maxLoraRank() == null
        ? DEFAULT_RANK
        : spec.engine().maxLoraRank();
  }
}
