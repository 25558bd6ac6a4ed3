package io.homeostat.operator.release.decide;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import java.util.List;
import java.util.Optional;

/**
 * Whether the files of a Release's adapter may go: its condition Unloaded. An engine that uses an
 * adapter whose files are gone dies, so nothing is taken for granted.
 *
 * @param status the condition's status
 * @param reason why, as a constant
 * @param message why, in words
 */
public record AdapterFarewell(ConditionStatus status, ReleaseReason reason, String message) {

  /**
   * What keeps an adapter in the engines.
   *
   * @param use where the Release stands
   * @param sharedWith another Release that needs the same adapter
   * @param drained whether every gateway serves a plan without the Release and none has a request
   *     of it open
   */
  public record Hold(Use use, Optional<String> sharedWith, boolean drained) {
    /** Whether the engines may be told to unload. */
    public boolean over() {
      return use != Use.KEPT && sharedWith.isEmpty() && drained;
    }
  }

  /**
   * The condition.
   *
   * @param answers one per engine that runs; empty when none was asked
   */
  public static AdapterFarewell of(String adapter, Hold hold, List<PodProof> answers) {
    if (hold.use() == Use.KEPT) {
      return no(ReleaseReason.AdapterInUse, "adapter '%s' is kept loaded".formatted(adapter));
    }
    if (hold.sharedWith().isPresent()) {
      return no(
          ReleaseReason.AdapterShared,
          "adapter '%s' also serves release '%s'".formatted(adapter, hold.sharedWith().get()));
    }
    if (!hold.drained()) {
      return no(
          ReleaseReason.RequestsOpen,
          "a gateway may still answer with adapter '%s'".formatted(adapter));
    }
    return answers.stream()
        .filter(answer -> !Boolean.TRUE.equals(answer.proven()))
        .findFirst()
        .map(
            answer ->
                no(
                    ReleaseReason.UnloadNotAcknowledged,
                    "adapter '%s' may still be loaded on pod '%s': %s"
                        .formatted(adapter, answer.pod(), answer.message())))
        .orElseGet(
            () ->
                new AdapterFarewell(
                    ConditionStatus.TRUE,
                    ReleaseReason.AdapterUnloaded,
                    "every engine pod (%d) acknowledged that it has no adapter '%s': its files may go"
                        .formatted(answers.size(), adapter)));
  }

  private static AdapterFarewell no(ReleaseReason reason, String message) {
    return new AdapterFarewell(ConditionStatus.FALSE, reason, message);
  }
}
