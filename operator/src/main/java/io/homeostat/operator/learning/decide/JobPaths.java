package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;

/**
 * Where a Job finds things: the same folders in every Job, the same model folder as in the engine's
 * pods.
 */
final class JobPaths {
  static final String MODELS = "/models";
  static final String DATASETS = "/artifacts/datasets";
  static final String ADAPTERS = "/artifacts/adapters";

  static final String CHECKPOINTS = "/artifacts/checkpoints";
  static final String TENSORBOARD = "/artifacts/tensorboard";

  private JobPaths() {}

  /** Where interrupted trainings go on. */
  static ClaimMount checkpoints(String claim) {
    return new ClaimMount(claim, "checkpoints", CHECKPOINTS, false);
  }

  /** Where trainings write events for TensorBoard. */
  static ClaimMount tensorboard(String claim) {
    return new ClaimMount(claim, "tensorboard", TENSORBOARD, false);
  }

  /** The dataset folder of the artifacts claim. */
  static ClaimMount datasets(String claim, boolean readOnly) {
    return new ClaimMount(claim, "datasets", DATASETS, readOnly);
  }

  /** A claim that a dataset's rows come from. */
  static String source(String claim) {
    return "/sources/" + claim;
  }

  /** The adapter folder of the artifacts claim. */
  static ClaimMount adapters(String claim) {
    return new ClaimMount(claim, "adapters", ADAPTERS, false);
  }

  /** Where a claim lies whose files a Job only reads. */
  static String inputPath(String claim) {
    return "/inputs/" + claim;
  }

  /** A claim whose files a Job only reads. */
  static ClaimMount input(String claim) {
    return new ClaimMount(claim, null, inputPath(claim), true);
  }

  /** The claim of the base model, as engines mount it. */
  static ClaimMount models(PvcUri model) {
    return new ClaimMount(model.claim(), null, MODELS, true);
  }
}
