package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.intervention.decide.InterventionReason;
import io.homeostat.operator.intervention.decide.Order;
import io.homeostat.operator.modelservice.decide.ServiceDecision.NewCanary;
import io.homeostat.operator.modelservice.decide.ServiceObservation.Canary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a candidate when the release-relevant spec has changed since it was last acted on, or when
 * a person says Retry; never because stable differs from the spec.
 */
final class SpecChange {
  private SpecChange() {}

  /**
   * What a change brings; as long as the draft does not accept the spec, it is looked at again.
   *
   * @param superseded why a canary gives way, by its name
   */
  record Result(
      Draft draft,
      Map<String, ReleaseSpec> releases,
      List<NewCanary> canaries,
      Map<String, String> superseded) {
    static Result none(Draft draft) {
      return new Result(draft, Map.of(), List.of(), Map.of());
    }
  }

  static Result carryOut(ServiceObservation seen, SpecTuple spec, Draft draft) {
    Optional<Order> retry = retry(seen);
    boolean changed = !spec.fingerprint().equals(draft.accepted());
    if ((!changed && retry.isEmpty()) || seen.suspended()) {
      return Result.none(draft);
    }
    ReleaseTuple stable = draft.stableTuple();
    ReleaseTuple candidate = spec.candidate(stable);
    if (ReleaseFingerprint.of(candidate).equals(ReleaseFingerprint.of(stable))) {
      return inTraffic(seen, spec, draft, changed, retry);
    }
    return seen.canariesStopped()
        ? Result.none(draft)
        : release(seen, spec, draft, candidate, changed, retry);
  }

  /** The spec asks for what serves already: canaries of anything else give way. */
  private static Result inTraffic(
      ServiceObservation seen,
      SpecTuple spec,
      Draft draft,
      boolean changed,
      Optional<Order> retry) {
    Map<String, String> superseded = new LinkedHashMap<>();
    if (changed) {
      seen.canaries().stream()
          .filter(Canary::running)
          .filter(canary -> !canary.candidate().equals(draft.stable()))
          .filter(
              canary ->
                  seen.tuple(canary.candidate()) != null
                      && !spec.matches(seen.tuple(canary.candidate())))
          .forEach(
              canary ->
                  superseded.put(
                      canary.name(),
                      "the spec asks for the stable release '%s' again".formatted(draft.stable())));
    }
    Draft accepted = draft.accepting(spec.fingerprint());
    return new Result(
        retry
            .map(order -> accepted.handling(order.uid(), InterventionReason.NothingToDo))
            .orElse(accepted),
        Map.of(),
        List.of(),
        superseded);
  }

  private static Result release(
      ServiceObservation seen,
      SpecTuple spec,
      Draft draft,
      ReleaseTuple candidate,
      boolean changed,
      Optional<Order> retry) {
    String fingerprint = ReleaseFingerprint.of(candidate);
    String release = ReleaseFingerprint.name(seen.service(), fingerprint);
    String trigger =
        changed ? "spec/" + seen.plan().revision() : "intervention/" + retry.orElseThrow().uid();
    boolean running =
        seen.canaries().stream()
            .anyMatch(c -> c.candidate().equals(release) && c.running() && c.superseded() == null);
    boolean made =
        seen.canaries().stream()
            .anyMatch(c -> c.candidate().equals(release) && trigger.equals(c.trigger()));
    Draft accepted = draft.accepting(spec.fingerprint()).forgiving(fingerprint);
    return new Result(
        retry
            .map(order -> accepted.handling(order.uid(), InterventionReason.CarriedOut))
            .orElse(accepted),
        Map.of(release, ServiceDecider.release(seen, candidate)),
        running || made ? List.of() : List.of(canary(seen, release, candidate, trigger)),
        superseded(seen, release));
  }

  private static Map<String, String> superseded(ServiceObservation seen, String release) {
    Map<String, String> superseded = new LinkedHashMap<>();
    seen.canaries().stream()
        .filter(canary -> canary.running() && !canary.candidate().equals(release))
        .forEach(
            canary ->
                superseded.put(
                    canary.name(),
                    "the spec of the ModelService now asks for '%s'".formatted(release)));
    return superseded;
  }

  private static NewCanary canary(
      ServiceObservation seen, String release, ReleaseTuple candidate, String trigger) {
    boolean taken = seen.canaries().stream().anyMatch(canary -> canary.name().equals(release));
    return new NewCanary(
        taken ? release + "-" + seen.plan().revision() : release,
        spec(seen, release, candidate),
        trigger);
  }

  /** A release on other pods is moved by whoever rolls those out. */
  private static CanaryReleaseSpec spec(
      ServiceObservation seen, String release, ReleaseTuple candidate) {
    CanaryPlan plan = CanaryDefaults.complete(seen.spec().release(), seen.capabilities());
    boolean otherPods =
        candidate.podTemplate() != null
            && !candidate.podTemplate().equals(seen.stableTuple().podTemplate());
    return otherPods && seen.rollout().isPresent()
        ? CanaryDefaults.actuated(
            new Ref(seen.service()), release, plan, seen.spec().release().actuator())
        : CanaryDefaults.canary(new Ref(seen.service()), release, plan);
  }

  static Optional<Order> retry(ServiceObservation seen) {
    return seen.order()
        .filter(order -> "Retry".equals(order.action()))
        .filter(order -> seen.handled().find(order.uid()).isEmpty());
  }
}
