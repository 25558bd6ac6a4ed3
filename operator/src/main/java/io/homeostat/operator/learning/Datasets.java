package io.homeostat.operator.learning;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import io.homeostat.operator.learning.decide.DatasetView;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/** Looks up Datasets for the steps after them. */
record Datasets(ResourceCache<Dataset> datasets) {
  /** The Dataset of that name; null when it does not exist. */
  DatasetView find(String namespace, String name) {
    return datasets.get(new ResourceID(name, namespace)).map(Datasets::view).orElse(null);
  }

  /** The capabilities whose answers a Dataset changed; none when it does not exist. */
  List<String> corrects(String namespace, String name) {
    return datasets
        .get(new ResourceID(name, namespace))
        .map(dataset -> dataset.getSpec().corrections())
        .map(corrections -> List.of(corrections.capability()))
        .orElse(List.of());
  }

  private static DatasetView view(Dataset dataset) {
    boolean built =
        dataset.getStatus() != null
            && Conditions.isTrue(dataset.getStatus().conditions(), DatasetStatuses.READY);
    return new DatasetView(built ? dataset.getStatus().uri() : null);
  }
}
