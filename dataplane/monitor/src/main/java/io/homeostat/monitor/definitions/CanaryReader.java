package io.homeostat.monitor.definitions;

import io.homeostat.crds.canaryrelease.Analysis;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlanDigest;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.monitor.definitions.CanaryDefinition.Phase;
import io.homeostat.statistics.canary.CanaryMetric;
import io.homeostat.statistics.canary.CanarySettings;
import io.homeostat.statistics.canary.PromotionGoal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads a CanaryRelease that has begun. */
final class CanaryReader {
  private static final String SUPERIORITY = "Superiority";
  private static final String NON_INFERIORITY = "NonInferiority";
  private static final double DEFAULT_MARGIN = 0.05;
  private static final int DEFAULT_STEPS = 2;

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
    List<Analysis> analyses = analyses(plan);
    return Optional.of(
        new CanaryDefinition(
            DefinitionsReader.subject(canary),
            canary.getMetadata().getUid(),
            canary.getSpec().candidateRef().name(),
            fingerprint,
            status.stable(),
            millis(status.startedAt()),
            phase(status.state()),
            Math.clamp(Numbers.orElse(status.step(), 0), 0, declaredSteps(plan) - 1),
            CanaryPlanDigest.of(canary.getSpec().plan()),
            analyses.stream().map(CanaryReader::analysis).toList(),
            settings(plan, analyses)));
  }

  private static Phase phase(String state) {
    return switch (state == null ? "" : state) {
      case "Promoted", "RolledBack", "Aborted", "Superseded" -> Phase.OVER;
      case "Baking" -> Phase.BAKING;
      default -> Phase.TESTING;
    };
  }

  private static int declaredSteps(CanaryPlan plan) {
    return plan.steps().isEmpty() ? DEFAULT_STEPS : plan.steps().size();
  }

  private static long millis(String startedAt) {
    try {
      return Instant.parse(startedAt).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "status.startedAt must be a time in RFC 3339, found '%s'".formatted(startedAt), e);
    }
  }

  private static List<Analysis> analyses(CanaryPlan plan) {
    return plan.analysis().isEmpty()
        ? List.of(
            new Analysis(
                "quality", Signal.QUALITY.metric(), null, NON_INFERIORITY, null, null, null),
            new Analysis("errors", Signal.ERRORS.metric(), null, NON_INFERIORITY, null, null, null))
        : plan.analysis();
  }

  private static CanaryAnalysis analysis(Analysis analysis) {
    return new CanaryAnalysis(
        analysis.name(), Signal.of(analysis.metric()), analysis.capability(), test(analysis));
  }

  private static String test(Analysis analysis) {
    return analysis.test() == null ? NON_INFERIORITY : analysis.test();
  }

  private static CanarySettings settings(CanaryPlan plan, List<Analysis> analyses) {
    List<Double> weights = weights(analyses);
    List<CanaryMetric> metrics = new ArrayList<>();
    for (int i = 0; i < analyses.size(); i++) {
      metrics.add(
          new CanaryMetric(analyses.get(i).name(), weights.get(i), 0, goal(analyses.get(i))));
    }
    return new CanarySettings(
        Numbers.decimal("spec.plan.alpha", plan.alpha(), CanarySettings.ALPHA),
        declaredSteps(plan),
        Numbers.orElse(plan.minimumSamples(), CanarySettings.MINIMUM_UNITS),
        metrics);
  }

  private static PromotionGoal goal(Analysis analysis) {
    String field = "spec.plan.analysis[%s].".formatted(analysis.name());
    return switch (test(analysis)) {
      case NON_INFERIORITY ->
          new PromotionGoal.NotWorse(
              Numbers.decimal(field + "margin", analysis.margin(), DEFAULT_MARGIN));
      case SUPERIORITY ->
          new PromotionGoal.Better(
              Numbers.decimal(field + "minimumEffect", analysis.minimumEffect(), 0));
      default ->
          throw new IllegalArgumentException(
              "%stest must be NonInferiority or Superiority, found '%s'"
                  .formatted(field, analysis.test()));
    };
  }

  /**
   * Shares of alpha that sum to 1: as stated, in proportion; those that state none share like an
   * average one.
   */
  private static List<Double> weights(List<Analysis> analyses) {
    List<Double> stated =
        analyses.stream()
            .map(
                analysis ->
                    Numbers.decimal(
                        "spec.plan.analysis[%s].weight".formatted(analysis.name()),
                        analysis.weight(),
                        Double.NaN))
            .toList();
    double average =
        stated.stream()
            .filter(weight -> !weight.isNaN())
            .mapToDouble(weight -> weight)
            .average()
            .orElse(1);
    List<Double> filled = stated.stream().map(weight -> weight.isNaN() ? average : weight).toList();
    double sum = filled.stream().mapToDouble(weight -> weight).sum();
    return filled.stream().map(weight -> weight / sum).toList();
  }
}
