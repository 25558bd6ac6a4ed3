package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The order that a target has to carry out now: one at a time, oldest first, so that a restart
 * between carrying out and recording never repeats an order that a later one has undone.
 *
 * @param uid UID of the Intervention
 * @param action what is ordered
 * @param reason what the person wrote, and who it was as far as that is known
 * @param release Release that it names; null for none
 * @param weightPermille share that it names; 0 for none
 * @param expiresAt when it expires; null for never
 */
public record Order(
    String uid,
    String action,
    String reason,
    String release,
    int weightPermille,
    String expiresAt) {
  private static final String SUCCEEDED = "Succeeded";
  static final Comparator<Intervention> OLDEST_FIRST =
      Comparator.comparing(
              (Intervention intervention) -> intervention.getMetadata().getCreationTimestamp())
          .thenComparing(intervention -> intervention.getMetadata().getName());

  /** An order that names no release. */
  public Order(String uid, String action, String reason) {
    this(uid, action, reason, null, 0, null);
  }

  /**
   * The oldest order for a target that is neither settled nor expired.
   *
   * @param all Interventions of the target's namespace
   */
  public static Optional<Order> next(
      Collection<Intervention> all, String kind, String name, Instant now) {
    return open(all, kind, name)
        .filter(intervention -> !expired(intervention.getSpec(), now))
        .map(Order::of);
  }

  /** The oldest unsettled Intervention for a target, expired or not. */
  static Optional<Intervention> open(Collection<Intervention> all, String kind, String name) {
    return all.stream()
        .filter(intervention -> isFor(intervention.getSpec(), kind, name))
        .filter(intervention -> !settled(intervention))
        .min(OLDEST_FIRST);
  }

  /** Whether its outcome is recorded. */
  public static boolean settled(Intervention intervention) {
    return intervention.getStatus() != null
        && (Conditions.isTrue(intervention.getStatus().conditions(), SUCCEEDED)
            || Conditions.isFalse(intervention.getStatus().conditions(), SUCCEEDED));
  }

  static boolean expired(InterventionSpec spec, Instant now) {
    return spec.expiresAt() != null && !Instant.parse(spec.expiresAt()).isAfter(now);
  }

  static boolean isFor(InterventionSpec spec, String kind, String name) {
    return spec != null
        && spec.targetRef() != null
        && kind.equals(spec.targetRef().kind())
        && name.equals(spec.targetRef().name());
  }

  static Order of(Intervention intervention) {
    InterventionSpec spec = intervention.getSpec();
    InterventionSpec.Parameters named = spec.parameters();
    return new Order(
        intervention.getMetadata().getUid(),
        spec.action(),
        spec.requestedBy() == null
            ? spec.reason()
            : "%s (%s)".formatted(spec.reason(), spec.requestedBy()),
        named == null ? null : named.release(),
        named == null || named.weightPermille() == null ? 0 : named.weightPermille(),
        spec.expiresAt());
  }
}
