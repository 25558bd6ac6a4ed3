package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.ServerSide;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Puts the shared scorer into the operator's namespace and takes it away. */
record SharedScorer(Frame frame) {
  /** Where the Deployment is. */
  ResourceID id() {
    return new ResourceID(ScorerManifest.NAME, frame.settings().podNamespace());
  }

  /**
   * Makes the Deployment be as it should.
   *
   * @throws IllegalStateException when the chart's ServiceAccount is not there
   */
  void apply() {
    String name = frame.settings().scorerServiceAccount();
    String namespace = frame.settings().podNamespace();
    ServiceAccount account =
        frame.client().serviceAccounts().inNamespace(namespace).withName(name).get();
    if (account == null) {
      throw new IllegalStateException(
          "ServiceAccount '%s' is not in namespace '%s': the chart makes it, install it anew"
              .formatted(name, namespace));
    }
    ServerSide.apply(frame.client(), new ScorerManifest(frame.settings(), account).desired());
  }

  void delete() {
    frame
        .client()
        .apps()
        .deployments()
        .inNamespace(frame.settings().podNamespace())
        .withName(ScorerManifest.NAME)
        .delete();
  }
}
