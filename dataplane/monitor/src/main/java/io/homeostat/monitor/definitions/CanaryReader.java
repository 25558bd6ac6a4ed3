package io.homeostat.monitor.definitions;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlanDigest;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.monitor.definitions.CanaryDefinition.Frame;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.statistics.canary.LateHarmProcess;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/** Reads a CanaryRelease that has begun. */
final class CanaryReader {
  private static final int DEFAULT_STEPS = 2;
  private static final int DEFAULT_SHARE = 500;
  private static final int DEFAULT_DEADLINE_SECONDS = 86_400;
  private static final double PER_MILLION = 1e-6;

  private CanaryReader() {}

  /**
   * The definition; nothing while it has not begun or its candidate's fingerprint is unknown.
   *
   * @param fingerprint of the candidate; null when its Release is not there
   * @throws IllegalArgumentException when a field has no usable value; the message names it
   */
  static Optional<CanaryDefinition> read(CanaryRelease canary, String fingerprint) {
    CanaryReleaseStatus status = canary.getStatus();
    if (canary.getSpec() == null
        || status == null
        || status.stable() == null
        || status.startedAt() == null
        || fingerprint == null) {
      return Optional.empty();
    }
    CanaryPlan plan =
        Objects.requireNonNullElse(
            canary.getSpec().plan(),
            new CanaryPlan(null, null, null, null, null, null, null, null));
    int steps = declaredSteps(canary.getSpec(), plan);
    CanaryAnalyses analyses = CanaryAnalyses.of(plan, dryRun(canary.getSpec()));
    long startedAt = millis(status.startedAt());
    return Optional.of(
        new CanaryDefinition(
            DefinitionsReader.subject(canary),
            canary.getMetadata().getUid(),
            canary.getSpec().candidateRef().name(),
            fingerprint,
            status.stable(),
            startedAt,
            phase(status.state()),
            Math.clamp(Numbers.orElse(status.step(), 0), 0, steps - 1),
            CanaryPlanDigest.of(canary.getSpec().plan()),
            analyses.all(),
            analyses.settings(steps),
            frame(plan, startedAt, status)));
  }

  private static Frame frame(CanaryPlan plan, long startedAt, CanaryReleaseStatus status) {
    CanaryPlan.Prices prices = plan.prices();
    long held =
        status.hold() == null || status.hold().seconds() == null ? 0 : status.hold().seconds();
    return new Frame(
        startedAt
            + 1000L * (Numbers.orElse(plan.deadlineSeconds(), DEFAULT_DEADLINE_SECONDS) + held),
        (plan.steps().isEmpty()
                ? DEFAULT_SHARE
                : Numbers.orElse(plan.steps().getLast().weightPermille(), DEFAULT_SHARE))
            / 1000.0,
        prices == null ? 0 : price("inputPerMillion", prices.inputPerMillion()),
        prices == null ? 0 : price("outputPerMillion", prices.outputPerMillion()));
  }

  private static double price(String field, String text) {
    return PER_MILLION * Numbers.decimal("spec.plan.prices." + field, text, 0);
  }

  private static Phase phase(String state) {
    return switch (state == null ? "" : state) {
      case "Promoted", "RolledBack", "Aborted", "Superseded", "Completed" -> Phase.OVER;
      case "Baking" -> Phase.BAKING;
      default -> Phase.TESTING;
    };
  }

  /** The shadow phase counts as a step; a dry run has no other. */
  private static int declaredSteps(CanaryReleaseSpec spec, CanaryPlan plan) {
    if (dryRun(spec)) {
      return 1;
    }
    int steps = plan.steps().isEmpty() ? DEFAULT_STEPS : plan.steps().size();
    return Math.min(
        LateHarmProcess.MOST_STEPS, "Shadow".equals(spec.strategy()) ? steps + 1 : steps);
  }

  private static boolean dryRun(CanaryReleaseSpec spec) {
    return Boolean.TRUE.equals(spec.dryRun());
  }

  private static long millis(String startedAt) {
    try {
      return Instant.parse(startedAt).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "status.startedAt must be a time in RFC 3339, found '%s'".formatted(startedAt), e);
    }
  }
}
