package io.homeostat.webhooks.warning.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.ModelService;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans that no canary can go through before its deadline: because their own pauses take longer, or
 * because the latest canary of the service found that traffic needs longer.
 */
final class CanaryTime {
  private static final int DEFAULT_DEADLINE = 86_400;
  private static final String ON_TIME = "OnTime";

  private CanaryTime() {}

  static Stream<String> of(Change<?> change, Neighbours around) {
    return Stream.concat(
        Warnings.of(CanaryRelease.class, change)
            .filter(it -> it.touches(canary -> canary.getSpec().plan()))
            .flatMap(
                it ->
                    late(
                        "spec.plan.deadlineSeconds",
                        it.object().getSpec().plan(),
                        it.object().getSpec().modelServiceRef().name(),
                        around)),
        Warnings.of(ModelService.class, change)
            .filter(it -> it.touches(service -> service.getSpec().release()))
            .flatMap(
                it ->
                    late(
                        "spec.release.deadlineSeconds",
                        it.object().getSpec().release(),
                        it.name(),
                        around)));
  }

  private static Stream<String> late(
      String field, CanaryPlan plan, String service, Neighbours around) {
    int deadline =
        plan == null
            ? DEFAULT_DEADLINE
            : Objects.requireNonNullElse(plan.deadlineSeconds(), DEFAULT_DEADLINE);
    return Stream.of(pauses(field, plan, deadline), traffic(field, deadline, service, around))
        .flatMap(Optional::stream);
  }

  private static Optional<String> pauses(String field, CanaryPlan plan, int deadline) {
    long pauses =
        plan == null
            ? 0
            : plan.steps().stream()
                .mapToLong(step -> Objects.requireNonNullElse(step.pauseSeconds(), 0))
                .sum();
    return pauses < deadline
        ? Optional.empty()
        : Optional.of(
            "%s: the steps pause for %d s, and an undecided canary is rolled back after %d s; lengthen it or shorten pauseSeconds"
                .formatted(field, pauses, deadline));
  }

  private static Optional<String> traffic(
      String field, int deadline, String service, Neighbours around) {
    return around.all(CanaryRelease.class).stream()
        .filter(canary -> canary.getSpec().modelServiceRef().name().equals(service))
        .filter(canary -> canary.getStatus() != null)
        .filter(canary -> Conditions.find(canary.getStatus().conditions(), ON_TIME).isPresent())
        .max(Comparator.comparing(canary -> canary.getMetadata().getCreationTimestamp()))
        .filter(canary -> Conditions.isFalse(canary.getStatus().conditions(), ON_TIME))
        .filter(canary -> deadline < needed(canary))
        .map(
            canary ->
                "%s: CanaryRelease '%s' found that today's traffic %s, and %d s are too short; lengthen it, or give steps more weight"
                    .formatted(field, canary.getMetadata().getName(), words(canary), deadline));
  }

  /** Seconds that the traffic of a canary needs; without an end when it would never decide. */
  private static long needed(CanaryRelease canary) {
    var forecast = canary.getStatus().forecast();
    return forecast == null || forecast.expectedSeconds() == null
        ? Long.MAX_VALUE
        : forecast.expectedSeconds();
  }

  private static String words(CanaryRelease canary) {
    long seconds = needed(canary);
    return seconds == Long.MAX_VALUE
        ? "would never decide"
        : "decides in about %d s".formatted(seconds);
  }
}
