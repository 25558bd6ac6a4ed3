package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import java.util.List;

/**
 * The version of a Dataset that is there to train on, which stays as it is while the next is built.
 *
 * @param number from 1; null while there is none
 */
record DatasetVersion(
    Integer number,
    String digest,
    String uri,
    Integer trainRows,
    Integer testRows,
    Integer corrections,
    Integer replay,
    Integer sources,
    Integer generation,
    List<DatasetStatus.Count> rowsBySource,
    List<DatasetStatus.Capability> capabilities) {

  /** The version that a status names. */
  static DatasetVersion of(DatasetStatus status) {
    return status == null
        ? new DatasetVersion(
            null, null, null, null, null, null, null, null, null, List.of(), List.of())
        : new DatasetVersion(
            status.version(),
            status.digest(),
            status.uri(),
            status.trainRows(),
            status.testRows(),
            status.corrections(),
            status.replay(),
            status.sources(),
            status.generation(),
            status.rowsBySource(),
            status.capabilities());
  }

  boolean exists() {
    return number != null;
  }

  /** What a build made: this version again when the rows are the same, else the next one. */
  DatasetVersion next(BuildResult result) {
    if (exists() && digest.equals(result.digest())) {
      return this;
    }
    return new DatasetVersion(
        exists() ? number + 1 : 1,
        result.digest(),
        result.uri(),
        result.trainRows(),
        result.testRows(),
        result.corrections(),
        result.replay(),
        result.sources(),
        result.generation(),
        result.rowsBySource(),
        result.capabilities());
  }

  String sentence() {
    return "version %d: %s rows to train on (%s corrections, %s replayed), %s held out"
        .formatted(number, trainRows, corrections, replay, testRows);
  }

  /**
   * The status with this version.
   *
   * @param checkedAt when the build ended; null while it has not
   * @param result what the build told; what the one before did, while it has not
   */
  DatasetStatus status(
      DatasetBuilds.Next.Build build,
      Conditions conditions,
      String job,
      String checkedAt,
      BuildResult result) {
    return new DatasetStatus(
        build.generation(),
        conditions.list(),
        number,
        digest,
        uri,
        uri == null ? null : uri + "/test.jsonl",
        trainRows,
        testRows,
        corrections,
        replay,
        sources,
        generation,
        job,
        build.number(),
        checkedAt,
        rowsBySource,
        capabilities,
        result.quarantine(),
        result.guard(),
        result.report());
  }
}
