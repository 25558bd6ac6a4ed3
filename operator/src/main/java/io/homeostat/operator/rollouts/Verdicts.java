package io.homeostat.operator.rollouts;

import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.operator.canary.decide.CanaryRules;
import io.homeostat.operator.frame.VerdictStore;
import io.homeostat.operator.rollouts.decide.GateVerdict;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gives verdicts from the caches that every replica has, whether it leads or not. */
public final class Verdicts {
  private static final Comparator<CanaryRelease> AGE =
      Comparator.<CanaryRelease, String>comparing(
              canary -> canary.getMetadata().getCreationTimestamp())
          .thenComparing(canary -> canary.getMetadata().getName());

  private final Supplier<Stream<CanaryRelease>> canaries;
  private final VerdictStore said;
  private final Clock clock;

  /**
   * Verdicts about what is cached.
   *
   * @param canaries every CanaryRelease of the watched namespaces
   */
  public Verdicts(Supplier<Stream<CanaryRelease>> canaries, VerdictStore said, Clock clock) {
    this.canaries = canaries;
    this.said = said;
    this.clock = clock;
  }

  /** The verdict about a CanaryRelease. */
  public GateVerdict ofCanary(String namespace, String name) {
    return in(namespace)
        .filter(canary -> canary.getMetadata().getName().equals(name))
        .findFirst()
        .map(this::of)
        .orElseGet(
            () ->
                GateVerdict.hold(
                    "CanaryReleaseNotFound",
                    "there is no CanaryRelease '%s' in namespace '%s'".formatted(name, namespace)));
  }

  /**
   * The verdict about what a Rollout rolls out: of the youngest CanaryRelease that follows it, as
   * far as that is about this pod template.
   */
  public GateVerdict ofRollout(String namespace, String rollout, String podTemplateHash) {
    Optional<CanaryRelease> youngest =
        in(namespace)
            .filter(canary -> canary.getSpec().actuator() != null)
            .filter(canary -> canary.getSpec().actuator().argoRollout().name().equals(rollout))
            .max(AGE);
    return youngest
        .filter(canary -> follows(canary.getStatus(), podTemplateHash))
        .map(this::of)
        .orElseGet(
            () ->
                GateVerdict.hold(
                    "CanaryReleaseNotFound",
                    "no CanaryRelease follows pod template '%s' of Rollout '%s' in namespace '%s' yet: does a ModelService name it in spec.release.actuator?"
                        .formatted(podTemplateHash, rollout, namespace)));
  }

  private Stream<CanaryRelease> in(String namespace) {
    return canaries.get().filter(canary -> canary.getMetadata().getNamespace().equals(namespace));
  }

  private static boolean follows(CanaryReleaseStatus status, String podTemplateHash) {
    return status != null
        && status.rollout() != null
        && podTemplateHash.equals(status.rollout().podTemplateHash());
  }

  private GateVerdict of(CanaryRelease canary) {
    var metadata = canary.getMetadata();
    return GateVerdict.of(
        new GateVerdict.Asked(
            metadata.getUid(),
            metadata.getGeneration(),
            canary.getStatus(),
            CanaryRules.of(canary.getSpec()).parkAfter()),
        said.canary(metadata.getNamespace() + "/" + metadata.getName()),
        clock.instant());
  }
}
