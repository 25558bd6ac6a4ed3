package io.homeostat.crds.canaryrelease;

import io.homeostat.crds.common.CanonicalJson;
import java.util.Map;

/** Pins steps and analysis of a canary: a verdict under another digest is no verdict. */
public final class CanaryPlanDigest {
  private CanaryPlanDigest() {}

  /**
   * SHA-256 of the plan's canonical JSON, as 64 hex digits; an absent plan has the digest of an
   * empty one.
   */
  public static String of(CanaryPlan plan) {
    return CanonicalJson.digest(plan == null ? Map.of() : plan);
  }
}
