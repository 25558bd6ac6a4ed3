package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Says of the objects in a lineage which of them are gone: the archive tells them as they last
 * were, whether they still exist only the API server knows.
 */
final class TracedObjects {
  static final String DELETED = "deleted";

  private static final Map<String, String> PARTS =
      Map.of(
          "release", "releases",
          "canaryRelease", "canaryreleases",
          "evaluation", "evaluations",
          "fineTuneJob", "finetunejobs",
          "adapterMerge", "adaptermerges",
          "dataset", "datasets",
          "healingRun", "healingruns");

  private TracedObjects() {}

  /** Looks an object up. */
  @FunctionalInterface
  interface Cluster {
    /**
     * Whether an object of Homeostat's exists.
     *
     * @param plural of the kind
     * @return empty when this user may not know
     */
    Optional<Boolean> has(String plural, String namespace, String name);
  }

  /** Marks every part of a lineage that is gone with {@code "deleted": true}. */
  static void mark(JsonNode trace, Cluster cluster) {
    String namespace = trace.at("/interaction/service").asText().split("/")[0];
    PARTS.forEach(
        (part, plural) -> {
          if (trace.path(part) instanceof ObjectNode object && object.path("name").isTextual()) {
            cluster
                .has(plural, namespace, object.path("name").asText())
                .filter(exists -> !exists)
                .ifPresent(gone -> object.put(DELETED, true));
          }
        });
  }
}
