package io.homeostat.operator.learning;

import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.operator.learning.decide.DatasetStatuses;
import io.homeostat.operator.learning.decide.DatasetView;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks up Datasets for the steps after them. */
record Datasets(ResourceCache<Dataset> datasets) {
  private static final DatasetStatus NONE = DatasetStatuses.nothing();

  /** The Dataset of that name; null when it does not exist. */
  DatasetView find(String namespace, String name) {
    return datasets.get(new ResourceID(name, namespace)).map(Datasets::view).orElse(null);
  }

  /** The capabilities whose answers a Dataset changed; none when it does not exist. */
  List<String> corrects(String namespace, String name) {
    return datasets
        .get(new ResourceID(name, namespace))
        .map(Dataset::getSpec)
        .map(Datasets::corrects)
        .orElse(List.of());
  }

  private static List<String> corrects(DatasetSpec spec) {
    Stream<String> declared =
        spec.drift() == null ? Stream.empty() : Stream.of(spec.drift().capability());
    Stream<String> corrected =
        spec.sources().stream()
            .map(DatasetSource::corrections)
            .filter(Objects::nonNull)
            .map(DatasetSource.Corrections::capability);
    return Stream.concat(declared, corrected).distinct().toList();
  }

  /** Status of every Dataset of a namespace by its name. */
  Map<String, DatasetStatus> statuses(String namespace) {
    return datasets
        .list(namespace, dataset -> true)
        .collect(
            Collectors.toMap(
                dataset -> dataset.getMetadata().getName(),
                dataset -> dataset.getStatus() == null ? NONE : dataset.getStatus()));
  }

  private static DatasetView view(Dataset dataset) {
    boolean built =
        dataset.getStatus() != null
            && Conditions.isTrue(dataset.getStatus().conditions(), DatasetStatuses.READY);
    return new DatasetView(built ? dataset.getStatus().uri() : null);
  }
}
