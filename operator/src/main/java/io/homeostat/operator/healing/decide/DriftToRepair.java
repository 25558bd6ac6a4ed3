package io.homeostat.operator.healing.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.crds.healingpolicy.HealingPolicySpec;
import io.homeostat.crds.healingrun.HealingRunSpec;
import java.math.BigDecimal;
import java.util.List;

/** Picks the drift that a policy's trigger asks to repair, or says why there is none. */
sealed interface DriftToRepair {
  /** This one. */
  record Found(HealingRunSpec.Drift drift) implements DriftToRepair {}

  /** None, because. */
  record None(HealingReason reason, String message) implements DriftToRepair {}

  /**
   * Picks among the monitor's drifting streams, the deepest drop first.
   *
   * @param status of the DriftMonitor; null when it has none yet
   */
  static DriftToRepair pick(
      String monitor, DriftMonitorStatus status, HealingPolicySpec.Trigger trigger) {
    if (status == null || !Conditions.isTrue(status.conditions(), "Drifting")) {
      return status != null && Conditions.isFalse(status.conditions(), "Drifting")
          ? new None(HealingReason.NoDrift, "DriftMonitor '%s' sees no drift".formatted(monitor))
          : new None(
              HealingReason.DriftUnknown,
              "DriftMonitor '%s' cannot tell whether something drifts: see its condition Drifting"
                  .formatted(monitor));
    }
    None why = null;
    for (DriftMonitorStatus.Stream stream : drifting(status)) {
      None refusal = refusal(stream, trigger);
      if (refusal == null) {
        return new Found(drift(monitor, stream));
      }
      why = why == null ? refusal : why;
    }
    return why == null
        ? new None(
            HealingReason.DriftUnknown,
            "DriftMonitor '%s' lists no drifting stream yet".formatted(monitor))
        : why;
  }

  private static List<DriftMonitorStatus.Stream> drifting(DriftMonitorStatus status) {
    return status.worstStreams().stream().filter(s -> "Drifting".equals(s.state())).toList();
  }

  private static None refusal(DriftMonitorStatus.Stream stream, HealingPolicySpec.Trigger trigger) {
    BigDecimal drop = drop(stream);
    if (!"Quality".equals(stream.signal())) {
      return new None(
          HealingReason.SignalNotRepairable,
          "%s of '%s' drifts: training repairs answers, not failures; see the engine"
              .formatted(stream.signal(), stream.capability()));
    }
    BigDecimal minimum = new BigDecimal(trigger.minimumDrop());
    if (drop.signum() <= 0 || drop.compareTo(minimum) < 0) {
      return new None(
          HealingReason.DropBelowMinimum,
          "'%s' fell by %s, less than trigger.minimumDrop %s"
              .formatted(stream.capability(), drop, minimum));
    }
    if (!trigger.causes().contains(stream.cause())) {
      return new None(
          HealingReason.CauseNotListed,
          "'%s' fell by %s with cause %s; trigger.causes lists %s"
              .formatted(
                  stream.capability(), drop, stream.cause(), String.join(", ", trigger.causes())));
    }
    return null;
  }

  private static HealingRunSpec.Drift drift(String monitor, DriftMonitorStatus.Stream stream) {
    return new HealingRunSpec.Drift(
        monitor,
        stream.capability(),
        stream.signal(),
        drop(stream).toPlainString(),
        stream.baseline(),
        stream.since(),
        stream.cause(),
        stream.baselineRelease());
  }

  /** Streams show baseline and current; the drop is their difference. */
  private static BigDecimal drop(DriftMonitorStatus.Stream stream) {
    return new BigDecimal(stream.baseline()).subtract(new BigDecimal(stream.current()));
  }
}
