package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.ServerSide;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Puts scorers into the operator's namespace and takes them away. */
record ScorerDeployments(Frame frame) {
  /** Where the Deployment is that scores for a policy. */
  ResourceID id(QualityPolicy policy) {
    return new ResourceID(ScorerManifest.nameFor(policy), frame.settings().podNamespace());
  }

  /**
   * Makes the Deployment that scores for a policy be as it should.
   *
   * @throws IllegalStateException when the chart's ServiceAccount is not there
   */
  void apply(QualityPolicy policy) {
    String name = frame.settings().scorerServiceAccount();
    String namespace = frame.settings().podNamespace();
    ServiceAccount account =
        frame.client().serviceAccounts().inNamespace(namespace).withName(name).get();
    if (account == null) {
      throw new IllegalStateException(
          "ServiceAccount '%s' is not in namespace '%s': the chart makes it, install it anew"
              .formatted(name, namespace));
    }
    QualityPolicy own = ScorerManifest.isDedicated(policy) ? policy : null;
    ScorerManifest manifest = new ScorerManifest(frame.settings(), account, own);
    ServerSide.apply(frame.client(), manifest.secret(frame.keys().archive(DerivedKeys.ALL)));
    ServerSide.apply(frame.client(), manifest.desired());
  }

  void delete(String name) {
    frame
        .client()
        .apps()
        .deployments()
        .inNamespace(frame.settings().podNamespace())
        .withName(name)
        .delete();
  }
}
