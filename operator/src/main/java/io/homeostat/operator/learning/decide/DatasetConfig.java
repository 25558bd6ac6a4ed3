package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.dataset.DatasetSource;
import io.homeostat.crds.dataset.DatasetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Dataset's spec as the trainer reads it: paths instead of URIs, moments instead of delays.
 *
 * @param surroundings other Datasets, which are built, and what releases learnt from
 */
record DatasetConfig(DatasetSpec spec, ServiceView service, DatasetSurroundings surroundings) {
  private static final String TEACHER = "TEACHER_KEY_";
  private static final String JUDGE = "JUDGE_KEY_";

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
    } else if (source.teacher() != null) {
      value.put("teacher", teacher(source.name(), source.teacher()));
    } else if (source.file() != null) {
      value.put(
          "file",
          Map.of(
              "path", path(source.file().uri()),
              "provenance", source.file().provenance(),
              "rows", source.file().rows()));
    } else {
      value.put(
          "dataset", Map.of("path", path(uri(source.dataset())), "rows", source.dataset().rows()));
    }
    return value;
  }

  private static Map<String, Object> teacher(String name, DatasetSource.Teacher teacher) {
    Map<String, Object> accept = new LinkedHashMap<>();
    accept.put("pattern", teacher.accept().pattern());
    DatasetSource.TeacherJudge judge = teacher.accept().judge();
    if (judge != null) {
      Map<String, Object> asked = endpoint(judge.endpoint(), judge.model());
      asked.put("minimumScore", judge.minimumScore());
      asked.put("keyVariable", variable(JUDGE, name, judge.credentialsSecretRef()));
      accept.put("judge", asked);
    }
    Map<String, Object> value = endpoint(teacher.endpoint(), teacher.model());
    value.put("keyVariable", variable(TEACHER, name, teacher.credentialsSecretRef()));
    value.put("interactions", teacher.interactions());
    value.put("accept", accept);
    return value;
  }

  private static Map<String, Object> endpoint(String address, String model) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("endpoint", address);
    value.put("model", model);
    return value;
  }

  /** Name of the environment variable with a key; null when none is needed. */
  private static String variable(String whose, String source, KeyRef key) {
    return key == null ? null : whose + source.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Keys of the endpoints by environment variable. */
  Map<String, KeyRef> keys() {
    Map<String, KeyRef> keys = new TreeMap<>();
    for (DatasetSource source : spec.sources()) {
      DatasetSource.Teacher teacher = source.teacher();
      if (teacher != null && teacher.credentialsSecretRef() != null) {
        keys.put(
            variable(TEACHER, source.name(), teacher.credentialsSecretRef()),
            teacher.credentialsSecretRef());
      }
      if (teacher != null
          && teacher.accept().judge() != null
          && teacher.accept().judge().credentialsSecretRef() != null) {
        KeyRef key = teacher.accept().judge().credentialsSecretRef();
        keys.put(variable(JUDGE, source.name(), key), key);
      }
    }
    return keys;
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
