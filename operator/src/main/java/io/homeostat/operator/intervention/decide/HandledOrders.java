package io.homeostat.operator.intervention.decide;

import io.homeostat.crds.trafficplan.TrafficPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The orders that were carried out on a TrafficPlan, kept with the plan and written in the same
 * request as their effect, so that each is carried out exactly once. The text is {@code
 * <uid>=<reason>,…}, newest last.
 */
public record HandledOrders(Map<String, InterventionReason> byUid) {
  /** Annotation of the TrafficPlan that holds the text. */
  public static final String ANNOTATION = "homeostat.io/interventions";

  private static final int KEPT = 10;

  public HandledOrders {
    byUid = new LinkedHashMap<>(byUid);
  }

  /** What a plan tells; nothing without a plan. */
  public static HandledOrders of(TrafficPlan plan) {
    return parse(
        plan == null || plan.getMetadata().getAnnotations() == null
            ? null
            : plan.getMetadata().getAnnotations().get(ANNOTATION));
  }

  /** Reads the annotation; null gives none, and what cannot be read is left out. */
  public static HandledOrders parse(String text) {
    Map<String, InterventionReason> found = new LinkedHashMap<>();
    for (String entry : text == null ? new String[0] : text.split(",")) {
      int equals = entry.indexOf('=');
      reason(entry.substring(equals + 1))
          .ifPresent(reason -> found.put(entry.substring(0, Math.max(0, equals)), reason));
    }
    return new HandledOrders(found);
  }

  private static Optional<InterventionReason> reason(String name) {
    return Arrays.stream(InterventionReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst();
  }

  /** What was recorded of an order. */
  public Optional<InterventionReason> find(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  /**
   * These and one more; the oldest beyond ten are forgotten, long after their Interventions are
   * settled.
   */
  public HandledOrders with(String uid, InterventionReason outcome) {
    Map<String, InterventionReason> next = new LinkedHashMap<>(byUid);
    next.put(uid, outcome);
    List<String> oldest = new ArrayList<>(next.keySet());
    oldest.subList(0, Math.max(0, oldest.size() - KEPT)).forEach(next::remove);
    return new HandledOrders(next);
  }

  /** The text of the annotation. */
  public String text() {
    return String.join(
        ",", byUid.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
