package io.homeostat.canaryruns;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;

/** What users declared for the service of a run. */
final class Declared {
  static final String SERVICE = "support/desk";
  static final String STABLE = "desk-old";
  static final String CANDIDATE = "desk-new";
  static final String UID = "uid-canary";

  private Declared() {}

  /** Sessions close 15 s after their first request. */
  static QualityPolicy policy() {
    return read(
        QualityPolicy.class,
        """
        metadata: {namespace: support, name: desk}
        spec:
          modelServiceRef: {name: desk}
          sessionWindowSeconds: 15
          settleSeconds: 2
        """);
  }

  static Release release(String name) {
    return read(
        Release.class,
        """
        metadata: {namespace: support, name: %s}
        spec:
          modelServiceRef: {name: desk}
          fingerprint: %s
          servedModel: %s
        """
            .formatted(name, fingerprint(name), name));
  }

  static String fingerprint(String release) {
    return "%064x".formatted(release.hashCode() & 0xffffffffL);
  }

  /** A tenth of the sessions first, then half of them; quality with margin .02, and errors. */
  static CanaryRelease canary(String candidate) {
    return read(
        CanaryRelease.class,
        """
        metadata: {namespace: support, name: desk-canary, uid: %s}
        spec:
          modelServiceRef: {name: desk}
          candidateRef: {name: %s}
          plan:
            steps:
              - {weightPermille: 100, minimumSamples: 20}
              - {weightPermille: 500}
            analysis:
              - {name: quality, metric: Quality, test: NonInferiority, margin: "0.02"}
              - {name: errors, metric: Errors, test: NonInferiority, margin: "0.02"}
            deadlineSeconds: 86400
        """
            .formatted(UID, candidate));
  }

  private static <T> T read(Class<T> kind, String yaml) {
    return Serialization.unmarshal(yaml, kind);
  }
}
