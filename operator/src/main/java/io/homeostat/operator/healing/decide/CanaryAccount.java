package io.homeostat.operator.healing.decide;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import java.math.BigDecimal;
import java.util.List;

/**
 * What the canaries of a service have risked. A canary promotes a release that is worse than its
 * margin allows with a probability of at most its alpha, so the alphas add up to a bound of how
 * many such promotions are to be expected, however many of the candidates were bad.
 */
public final class CanaryAccount {
  private CanaryAccount() {}

  /** The account over every CanaryRelease of the service that exists. */
  public static HealingPolicyStatus.Account of(List<CanaryRelease> canaries) {
    List<CanaryRelease> ran =
        canaries.stream()
            .filter(canary -> canary.getStatus() != null && canary.getStatus().startedAt() != null)
            .toList();
    return new HealingPolicyStatus.Account(
        ran.size(),
        count(ran, "Promoted"),
        count(ran, "RolledBack"),
        alphas(ran),
        alphas(ran.stream().filter(canary -> !dry(canary)).toList()));
  }

  private static int count(List<CanaryRelease> canaries, String state) {
    return (int)
        canaries.stream().filter(canary -> state.equals(canary.getStatus().state())).count();
  }

  private static boolean dry(CanaryRelease canary) {
    return Boolean.TRUE.equals(canary.getSpec().dryRun());
  }

  private static String alphas(List<CanaryRelease> canaries) {
    return canaries.stream()
        .map(CanaryAccount::alpha)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .toPlainString();
  }

  private static BigDecimal alpha(CanaryRelease canary) {
    var plan = canary.getSpec().plan();
    return new BigDecimal(
        plan == null || plan.alpha() == null ? CanaryDefaults.ALPHA : plan.alpha());
  }
}
