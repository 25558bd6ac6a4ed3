package io.homeostat.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.ReleaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of a YAML file that an evaluation needs: one Evaluation, and what it refers to as far
 * as the file holds it.
 */
final class Manifests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "Evaluation", EvaluationSpec.class,
          "QualityPolicy", QualityPolicySpec.class,
          "Judge", JudgeSpec.class,
          "Release", ReleaseSpec.class);

  private final List<Manifest> manifests;

  private Manifests(List<Manifest> manifests) {
    this.manifests = manifests;
  }

  /**
   * One object.
   *
   * @param document as it is written
   * @param spec as the kind's type
   */
  record Manifest(String kind, String name, JsonNode document, Object spec) {}

  /**
   * Reads a file; objects of other kinds are passed over.
   *
   * @throws UsageException when it is no YAML, a spec has the wrong shape, or there is not exactly
   *     one Evaluation
   */
  static Manifests read(Path file) throws UsageException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException(
          "there is no file '%s': write the path of an Evaluation in YAML".formatted(file));
    }
    List<Manifest> manifests = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("kind").asText();
        if (KINDS.containsKey(kind)) {
          manifests.add(manifest(file, kind, document));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new UsageException("'%s' cannot be read as YAML".formatted(file));
    }
    Manifests read = new Manifests(manifests);
    long evaluations = manifests.stream().filter(m -> m.kind().equals("Evaluation")).count();
    if (evaluations != 1) {
      throw new UsageException(
          "'%s' holds %d documents of kind Evaluation: write a file with one"
              .formatted(file, evaluations));
    }
    return read;
  }

  private static Manifest manifest(Path file, String kind, JsonNode document)
      throws UsageException {
    String name = document.at("/metadata/name").asText();
    try {
      Object spec = JSON.treeToValue(document.path("spec"), KINDS.get(kind));
      if (spec == null) {
        throw new UsageException("%s '%s' in '%s' has no spec".formatted(kind, name, file));
      }
      return new Manifest(kind, name, document, spec);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "%s '%s' in '%s' has a field of the wrong type: %s"
              .formatted(
                  kind,
                  name,
                  file,
                  e.getOriginalMessage().lines().findFirst().orElse("unreadable")));
    }
  }

  List<Manifest> all() {
    return manifests;
  }

  EvaluationSpec evaluation() {
    return (EvaluationSpec) of("Evaluation").getFirst().spec();
  }

  /** The Release of that name, if the file holds it. */
  Optional<ReleaseSpec> release(String name) {
    return named("Release", name).map(manifest -> (ReleaseSpec) manifest.spec());
  }

  /** The Judge of that name, if the file holds it. */
  Optional<Manifest> judge(String name) {
    return named("Judge", name);
  }

  /** QualityPolicies of the evaluation's service, by name. */
  Map<String, QualityPolicySpec> policies() {
    Map<String, QualityPolicySpec> policies = new LinkedHashMap<>();
    of("QualityPolicy").forEach(one -> policies.put(one.name(), (QualityPolicySpec) one.spec()));
    policies
        .values()
        .removeIf(policy -> !evaluation().modelServiceRef().equals(policy.modelServiceRef()));
    return policies;
  }

  private Optional<Manifest> named(String kind, String name) {
    return of(kind).stream().filter(manifest -> manifest.name().equals(name)).findFirst();
  }

  private List<Manifest> of(String kind) {
    return manifests.stream().filter(manifest -> manifest.kind().equals(kind)).toList();
  }
}
