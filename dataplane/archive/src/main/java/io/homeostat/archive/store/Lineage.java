package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;
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
   *     evaluation, canaryRelease}}; parts that do not exist are absent; empty when the id is
   *     unknown
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
    String servedBy =
        interaction.get().path("servedBy").asText(interaction.get().path("release").asText());
    Optional<JsonNode> release = resources.latest("Release", namespace, servedBy);
    if (release.isPresent()) {
      trace.set("release", release.get());
      addProvenance(trace, namespace, release.get());
    }
    return Optional.of(trace);
  }

  private void addProvenance(ObjectNode trace, String namespace, JsonNode release)
      throws SQLException {
    JsonNode provenance = release.at("/spec/provenance");
    add(trace, "dataset", "Dataset", namespace, provenance.path("dataset"));
    add(trace, "fineTuneJob", "FineTuneJob", namespace, provenance.path("fineTuneJob"));
    Optional<JsonNode> run =
        add(trace, "healingRun", "HealingRun", namespace, provenance.path("healingRun"));
    if (run.isPresent()) {
      trace.set("drift", run.get().at("/spec/drift"));
      add(trace, "evaluation", "Evaluation", namespace, run.get().at("/status/evaluation"));
      add(
          trace,
          "canaryRelease",
          "CanaryRelease",
          namespace,
          run.get().at("/status/canaryRelease"));
    } else {
      for (JsonNode canary : resources.all("CanaryRelease", namespace)) {
        if (!trace.has("canaryRelease")
            && canary.at("/spec/candidateRef/name").equals(release.path("name"))) {
          trace.set("canaryRelease", canary);
        }
      }
    }
  }

  private Optional<JsonNode> add(
      ObjectNode trace, String field, String kind, String namespace, JsonNode name)
      throws SQLException {
    Optional<JsonNode> found =
        name.isTextual() ? resources.latest(kind, namespace, name.asText()) : Optional.empty();
    found.ifPresent(object -> trace.set(field, object));
    return found;
  }
}
