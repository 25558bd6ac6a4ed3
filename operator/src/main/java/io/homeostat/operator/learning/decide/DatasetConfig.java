package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Dataset's spec as the trainer reads it: paths instead of URIs, moments instead of delays.
 *
 * @param surroundings other Datasets, which are built, and what releases learnt from
 */
record DatasetConfig(DatasetSpec spec, ServiceView service, DatasetSurroundings surroundings) {

  /** job.json. */
  Map<String, Object> job(String name, int build, String archiveUrl) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("name", name);
    job.put("build", build);
    job.put("service", service.qualifiedName());
    job.put("archiveUrl", archiveUrl);
    job.put("sources", spec.sources().stream().map(this::source).toList());
    job.put("outdated", outdated());
    job.put("generations", surroundings.generations());
    job.put("mix", spec.mix());
    job.put("maximumRows", spec.maximumRows());
    job.put("filters", spec.filters());
    job.put("deduplication", spec.deduplication());
    job.put("privacy", spec.privacy());
    job.put("provenance", spec.provenance());
    job.put("poisonGuard", spec.poisonGuard());
    if (spec.split() != null) {
      job.put("testPerCapability", spec.split().testPerCapability());
      job.put("testShare", spec.split().testShare());
      job.put(
          "evaluationSets",
          spec.split().evaluationSets().stream().map(DatasetConfig::path).toList());
    }
    job.put("outputDir", JobPaths.DATASETS);
    job.put("systemPrompt", service.stablePrompt());
    job.values().removeIf(Objects::isNull);
    return job;
  }

  /** What the Job reads and writes. */
  List<ClaimMount> mounts() {
    List<ClaimMount> mounts = new ArrayList<>();
    mounts.add(JobPaths.datasets(service.artifactsClaim(), false));
    claims()
        .forEach(claim -> mounts.add(new ClaimMount(claim, null, JobPaths.source(claim), true)));
    return mounts;
  }

  private Map<String, Object> source(DatasetSource source) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", source.name());
    if (source.corrections() != null) {
      value.put("corrections", source.corrections());
    } else if (source.interactions() != null) {
      value.put("interactions", source.interactions());
    } else if (source.file() != null) {
      value.put(
          "file",
          Map.of(
              "path", path(source.file().uri()),
              "provenance", source.file().provenance(),
              "rows", source.file().rows()));
    } else {
      value.put(
          "dataset",
          Map.of("path", path(uri(source.dataset())), "rows", source.dataset().rows()));
    }
    return value;
  }

  /** Capabilities whose older rows are wrong now, and from when on they are right. */
  private List<Map<String, Object>> outdated() {
    if (spec.drift() != null) {
      return List.of(
          Map.of(
              "capability", spec.drift().capability(),
              "since", spec.drift().since(),
              "graceSeconds", 2 * spec.drift().detectionDelaySeconds()));
    }
    return spec.sources().stream()
        .map(DatasetSource::corrections)
        .filter(Objects::nonNull)
        .map(
            given ->
                Map.<String, Object>of(
                    "capability", given.capability(), "since", given.since(), "graceSeconds", 0))
        .toList();
  }

  private Set<String> claims() {
    Set<String> claims = new TreeSet<>();
    for (DatasetSource source : spec.sources()) {
      if (source.file() != null) {
        claims.add(PvcUri.parse(source.file().uri()).claim());
      } else if (source.dataset() != null) {
        claims.add(PvcUri.parse(uri(source.dataset())).claim());
      }
    }
    if (spec.split() != null) {
      spec.split().evaluationSets().forEach(uri -> claims.add(PvcUri.parse(uri).claim()));
    }
    return claims;
  }

  private String uri(DatasetSource.Replayed replayed) {
    return surroundings.dataset(replayed.ref().name()).uri();
  }

  private static String path(String uri) {
    PvcUri place = PvcUri.parse(uri);
    return place.under(JobPaths.source(place.claim()));
  }
}
