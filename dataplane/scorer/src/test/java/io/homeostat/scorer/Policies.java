package io.homeostat.scorer;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Languages;
import io.homeostat.scorer.policy.ScoringPolicy;

/** Policies of service ns/support, written as users write them. */
public final class Policies {
  private static final Languages LANGUAGES = new Languages();

  private Policies() {}

  /**
   * A policy that scores at once.
   *
   * @param spec YAML of what differs
   */
  public static ScoringPolicy of(String spec) {
    String yaml =
        """
        apiVersion: homeostat.io/v1alpha1
        kind: QualityPolicy
        metadata: {name: quality, namespace: ns}
        spec:
          modelServiceRef: {name: support}
          settleSeconds: 0
        """
            + spec.indent(2);
    return ScoringPolicy.of(
        Serialization.unmarshal(yaml, QualityPolicy.class), new Checks(LANGUAGES));
  }
}
