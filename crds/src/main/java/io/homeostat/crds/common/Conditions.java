package io.homeostat.crds.common;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The conditions of one object; the only code that reads or writes conditions, so that transition
 * times keep their meaning everywhere. Immutable: each change gives a new value.
 */
public final class Conditions {
  private static final int MAXIMUM_MESSAGE = 32_768;

  private final List<Condition> conditions;
  private final Long generation;
  private final Clock clock;

  private Conditions(List<Condition> conditions, Long generation, Clock clock) {
    this.conditions = List.copyOf(conditions);
    this.generation = generation;
    this.clock = clock;
  }

  /**
   * Starts from what the status says now.
   *
   * @param existing conditions of the observed status; null means none
   * @param generation metadata.generation that the next writes speak of
   * @param clock gives transition times; they are cut to seconds, as Kubernetes keeps them
   */
  public static Conditions from(List<Condition> existing, Long generation, Clock clock) {
    return new Conditions(existing == null ? List.of() : existing, generation, clock);
  }

  /**
   * Sets a condition, replacing that of the same type in its place. The transition time stays when
   * the status does.
   *
   * @param reason constant whose name is CamelCase, the machine-readable cause
   * @param message one sentence for a person: what is, and what to do
   */
  public Conditions with(String type, ConditionStatus status, Enum<?> reason, String message) {
    Optional<Condition> before = find(type);
    String since =
        before
            .filter(c -> status.text().equals(c.getStatus()) && c.getLastTransitionTime() != null)
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    Condition after =
        new ConditionBuilder()
            .withType(type)
            .withStatus(status.text())
            .withReason(reason.name())
            .withMessage(shortened(message))
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build();
    List<Condition> next = new ArrayList<>(conditions);
    before.ifPresentOrElse(c -> next.set(next.indexOf(c), after), () -> next.add(after));
    return new Conditions(next, generation, clock);
  }

  /** Drops the condition of this type, if there is one. */
  public Conditions without(String type) {
    return new Conditions(
        conditions.stream().filter(c -> !type.equals(c.getType())).toList(), generation, clock);
  }

  /** The condition of this type. */
  public Optional<Condition> find(String type) {
    return find(conditions, type);
  }

  /** Whether the condition of this type is there and True. */
  public boolean isTrue(String type) {
    return isTrue(conditions, type);
  }

  /** All conditions as an immutable list, in the order of their first appearance. */
  public List<Condition> list() {
    return conditions;
  }

  /** The condition of this type in a status that is only read; null means no conditions. */
  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** Whether the condition of this type is there and True in a status that is only read. */
  public static boolean isTrue(List<Condition> conditions, String type) {
    return has(conditions, type, ConditionStatus.TRUE);
  }

  /** Whether the condition of this type is there and False in a status that is only read. */
  public static boolean isFalse(List<Condition> conditions, String type) {
    return has(conditions, type, ConditionStatus.FALSE);
  }

  private static boolean has(List<Condition> conditions, String type, ConditionStatus status) {
    return find(conditions, type)
        .map(Condition::getStatus)
        .filter(found -> Objects.equals(found, status.text()))
        .isPresent();
  }

  private static String shortened(String message) {
    String text = message == null ? "" : message;
    return text.length() <= MAXIMUM_MESSAGE ? text : text.substring(0, MAXIMUM_MESSAGE - 1) + "…";
  }
}
