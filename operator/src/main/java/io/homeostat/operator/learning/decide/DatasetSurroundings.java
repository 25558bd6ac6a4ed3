package io.homeostat.operator.learning.decide;

import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.release.ReleaseSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a Dataset's build needs to know of other objects of its namespace.
 *
 * @param datasets status of the other Datasets by name; absent ones do not exist
 * @param releases the service's releases by name
 */
public record DatasetSurroundings(
    Map<String, DatasetStatus> datasets, Map<String, ReleaseSpec> releases) {
  /** Another Dataset; null when it does not exist. */
  DatasetView dataset(String name) {
    return datasets.containsKey(name) ? new DatasetView(datasets.get(name).uri()) : null;
  }

  /**
   * How many models the rows went through that each release was trained on; a release whose Dataset
   * is gone is left out, so that its answers count as older than may be.
   */
  Map<String, Integer> generations() {
    Map<String, Integer> generations = new TreeMap<>();
    releases.forEach(
        (name, release) -> {
          String learntFrom = release.provenance() == null ? null : release.provenance().dataset();
          if (learntFrom == null) {
            generations.put(name, 0);
          } else if (datasets.containsKey(learntFrom)
              && datasets.get(learntFrom).generation() != null) {
            generations.put(name, datasets.get(learntFrom).generation());
          }
        });
    return generations;
  }
}
