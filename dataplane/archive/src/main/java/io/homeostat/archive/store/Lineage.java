package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Leads from one response back to everything that made it: release, adapter, evaluation, training,
 * data, drift. No content of prompts or answers is in it.
 */
public final class Lineage {
  private final Queries queries;
  private final ResourceStore resources;

  public Lineage(Queries queries, ResourceStore resources) {
    this.queries = queries;
    this.resources = resources;
  }

  /**
   * Traces an interaction or response id.
   *
   * @return {@code {interaction, score, release, healingRun, drift, dataset, fineTuneJob,
   *     adapterMerge, evaluation, canaryRelease, missing}}; objects that were deleted are told as
   *     they last were; parts that do not exist are absent; {@code missing} lists {@code {part,
   *     kind, name}} of what is named and was never seen; empty when the id is unknown
   */
  public Optional<ObjectNode> trace(String id) throws SQLException {
    Optional<ObjectNode> interaction = queries.interaction(id);
    if (interaction.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode trace = JsonNodeFactory.instance.objectNode();
    trace.set("interaction", interaction.get());
    queries
        .score(interaction.get().path("id").asText())
        .ifPresent(score -> trace.set("score", score));
    String namespace = interaction.get().path("service").asText().split("/")[0];
    JsonNode servedBy = interaction.get().path("servedBy");
    JsonNode name = servedBy.isTextual() ? servedBy : interaction.get().path("release");
    Optional<JsonNode> release = add(trace, "release", "Release", namespace, name);
    if (release.isPresent()) {
      addTrials(trace, namespace, name);
      addOrigin(trace, namespace, release.get().at("/spec/provenance"));
    }
    return Optional.of(trace);
  }

  /** How this very release was tried before it got traffic. */
  private void addTrials(ObjectNode trace, String namespace, JsonNode release) throws SQLException {
    naming("CanaryRelease", namespace, "/spec/candidateRef/name", release)
        .ifPresent(canary -> trace.set("canaryRelease", canary));
    naming("Evaluation", namespace, "/spec/releaseRef/name", release)
        .ifPresent(evaluation -> trace.set("evaluation", evaluation));
  }

  /**
   * What its adapter was made from, and why; an evaluation of the adapter stands where the release
   * had none of its own.
   */
  private void addOrigin(ObjectNode trace, String namespace, JsonNode provenance)
      throws SQLException {
    add(trace, "dataset", "Dataset", namespace, provenance.path("dataset"));
    add(trace, "fineTuneJob", "FineTuneJob", namespace, provenance.path("fineTuneJob"));
    add(trace, "adapterMerge", "AdapterMerge", namespace, provenance.path("adapterMerge"));
    Optional<JsonNode> run =
        add(trace, "healingRun", "HealingRun", namespace, provenance.path("healingRun"));
    if (run.isPresent()) {
      trace.set("drift", run.get().at("/spec/drift"));
      if (!trace.has("evaluation")) {
        add(trace, "evaluation", "Evaluation", namespace, run.get().at("/status/evaluation"));
      }
      if (!trace.has("canaryRelease")) {
        JsonNode canary = run.get().at("/status/canaryRelease");
        add(trace, "canaryRelease", "CanaryRelease", namespace, canary);
      }
    }
  }

  /** The latest object of a kind that names a release. */
  private Optional<JsonNode> naming(String kind, String namespace, String pointer, JsonNode release)
      throws SQLException {
    return resources.all(kind, namespace).stream()
        .filter(object -> object.at(pointer).equals(release))
        .findFirst();
  }

  private Optional<JsonNode> add(
      ObjectNode trace, String part, String kind, String namespace, JsonNode name)
      throws SQLException {
    if (!name.isTextual()) {
      return Optional.empty();
    }
    Optional<JsonNode> found = resources.latest(kind, namespace, name.asText());
    if (found.isPresent()) {
      trace.set(part, found.get());
    } else {
      ArrayNode missing = trace.withArray("missing");
      missing.addObject().put("part", part).put("kind", kind).put("name", name.asText());
    }
    return found;
  }
}
