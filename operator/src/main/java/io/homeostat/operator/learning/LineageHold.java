package io.homeostat.operator.learning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.release.Release;
import io.homeostat.operator.frame.EventRecorder;
import io.homeostat.operator.learning.decide.LearningReason;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps what a Release was made from for as long as the Release exists, so that every answer has a
 * lineage.
 */
record LineageHold(EventRecorder events, ResourceCache<Release> releases) {
  /**
   * Decides about a deletion; a release that goes away wakes the object again.
   *
   * @param names whether a release refers to the object
   */
  DeleteControl letGo(HasMetadata object, Predicate<Release> names) {
    Optional<Release> holder =
        releases.list(object.getMetadata().getNamespace(), names).findFirst();
    if (holder.isEmpty()) {
      return DeleteControl.defaultDelete();
    }
    events.warning(
        object,
        LearningReason.HeldByRelease,
        "deletion waits: Release '%s' was made from it; it goes when that Release goes"
            .formatted(holder.get().getMetadata().getName()));
    return DeleteControl.noFinalizerRemoval();
  }
}
