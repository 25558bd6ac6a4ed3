package io.homeostat.operator.learning.decide;

import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec.Search;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.modelservice.ModelFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes down what an AdapterMerge's Job has to do. */
public final class MergeTask {
  private static final Resources RESOURCES =
      new Resources(Map.of("cpu", "500m", "memory", "1Gi"), Map.of("memory", "2Gi"));

  private MergeTask() {}

  /**
   * Prepares the Job.
   *
   * @param name of the AdapterMerge; the adapter is named after it
   * @param service the ModelService; null when it does not exist
   * @param sources what is known of {@code spec.inputs}, in their order
   */
  public static Preparation prepare(
      String name, AdapterMergeSpec spec, ServiceView service, List<MergeSource> sources) {
    Prerequisites needed =
        Prerequisites.modelService(spec.modelServiceRef().name(), service)
            .artifactsClaim("the adapter")
            .stableRelease();
    for (MergeSource source : sources) {
      needed = needed.given(source.missing());
      for (MergeSource.Evidence each : source.evidence()) {
        needed = needed.dataset(each.name(), each.dataset());
      }
    }
    return needed.then(() -> ready(name, spec, service, sources));
  }

  private static Preparation ready(
      String name, AdapterMergeSpec spec, ServiceView service, List<MergeSource> sources) {
    try {
      return new Preparation.Ready(task(name, spec, service, sources));
    } catch (IllegalArgumentException e) {
      return Preparation.blocked(LearningReason.InvalidUri, "%s", e.getMessage());
    }
  }

  private static LearningTask task(
      String name, AdapterMergeSpec spec, ServiceView service, List<MergeSource> sources) {
    PvcUri model = ModelFiles.of(service.spec().model());
    Set<String> claims = new LinkedHashSet<>();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("modelPath", model.under(JobPaths.MODELS));
    config.put("outputDir", JobPaths.ADAPTERS);
    config.put("systemPrompt", service.stablePrompt());
    config.put("inputs", sources.stream().map(source -> input(source, claims)).toList());
    config.put("method", spec.method());
    config.put("density", spec.density());
    config.put("search", spec.search() == null ? null : search(spec.search()));
    config.put("guard", spec.guard());
    config.put("maximumRank", service.largestRank());
    config.put("seed", spec.seed());
    config.values().removeIf(Objects::isNull);
    List<ClaimMount> mounts = new ArrayList<>();
    mounts.add(JobPaths.models(model));
    mounts.add(JobPaths.adapters(service.artifactsClaim()));
    claims.forEach(claim -> mounts.add(JobPaths.input(claim)));
    return new LearningTask(
        "merge",
        service.name(),
        config,
        Map.of(),
        mounts,
        spec.resources() == null ? RESOURCES : spec.resources());
  }

  private static Map<String, Object> input(MergeSource source, Set<String> claims) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("name", source.name());
    input.put("path", path(source.artifact().uri(), claims));
    input.put("digest", source.artifact().digest());
    input.put("weight", source.weight());
    input.put("datasets", source.evidence().stream().map(each -> dataset(each, claims)).toList());
    input.values().removeIf(Objects::isNull);
    return input;
  }

  private static Map<String, Object> dataset(MergeSource.Evidence evidence, Set<String> claims) {
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("path", path(evidence.dataset().uri(), claims));
    if (!evidence.corrects().isEmpty()) {
      dataset.put("corrects", evidence.corrects());
    }
    return dataset;
  }

  private static String path(String uri, Set<String> claims) {
    PvcUri place = PvcUri.parse(uri);
    claims.add(place.claim());
    return place.under(JobPaths.inputPath(place.claim()));
  }

  /** Lists that nobody wrote are left out: to the Job an empty list is a mistake. */
  private static Map<String, Object> search(Search search) {
    Map<String, Object> lists = new LinkedHashMap<>();
    lists.put("methods", search.methods());
    lists.put("densities", search.densities());
    lists.put("weights", search.weights());
    lists.values().removeIf(list -> ((List<?>) list).isEmpty());
    return lists;
  }
}
