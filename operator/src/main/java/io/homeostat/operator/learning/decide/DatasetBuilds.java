package io.homeostat.operator.learning.decide;

import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.DatasetStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides when a Dataset is built: once, again when its spec changes, and as often as it wants its
 * sources to be looked at. Builds are numbered, so that each has Jobs of its own.
 */
public final class DatasetBuilds {
  private static final String SUFFIX = "dset";

  private DatasetBuilds() {}

  /** What is to be done about a Dataset. */
  public sealed interface Next {
    /**
     * Go on with a build, or begin it.
     *
     * @param number of the build, from 1
     * @param generation of the spec that it follows
     * @param job name of its latest Job; null when none was started
     */
    record Build(int number, Long generation, String job) implements Next {
      /** Part of the names of its Jobs. */
      public String suffix() {
        return DatasetBuilds.suffix(number);
      }
    }

    /**
     * Nothing is due.
     *
     * @param again when something will be; null when nothing will
     */
    record Rest(Duration again) implements Next {}
  }

  /** Part of the names of a build's Jobs. */
  public static String suffix(int build) {
    return build == 1 ? SUFFIX : SUFFIX + "-" + build;
  }

  /**
   * Decides what comes next.
   *
   * @param status null before the first build
   * @param generation of the spec as it is now
   */
  public static Next next(DatasetStatus status, DatasetSpec spec, Long generation, Instant now) {
    if (status == null || status.build() == null) {
      return new Next.Build(1, generation, status == null ? null : status.job());
    }
    if (status.checkedAt() == null) {
      Long follows = status.job() == null ? generation : status.observedGeneration();
      return new Next.Build(status.build(), follows, status.job());
    }
    if (!generation.equals(status.observedGeneration())) {
      return new Next.Build(status.build() + 1, generation, null);
    }
    if (spec.refresh() == null) {
      return new Next.Rest(null);
    }
    Duration wait =
        Duration.between(
            now, Instant.parse(status.checkedAt()).plusSeconds(spec.refresh().everySeconds()));
    return wait.isPositive()
        ? new Next.Rest(wait)
        : new Next.Build(status.build() + 1, generation, null);
  }
}
