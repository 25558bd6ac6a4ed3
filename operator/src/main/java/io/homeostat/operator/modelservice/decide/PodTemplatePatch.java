package io.homeostat.operator.modelservice.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a user lays over the pod template of the engine. Objects are merged, lists of named things
 * by name (mounts by path), other lists replaced. Whatever serving, adapters and isolation rest on
 * cannot be changed.
 */
public final class PodTemplatePatch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "imagePullSecrets", "name",
          "resourceClaims", "name",
          "volumeMounts", "mountPath");
  private static final Set<String> POD_FIELDS =
      Set.of(
          "nodeSelector",
          "tolerations",
          "affinity",
          "topologySpreadConstraints",
          "priorityClassName",
          "preemptionPolicy",
          "runtimeClassName",
          "schedulerName",
          "schedulingGates",
          "resourceClaims",
          "serviceAccountName",
          "imagePullSecrets",
          "dnsPolicy",
          "dnsConfig",
          "hostAliases",
          "containers",
          "initContainers",
          "volumes");
  private static final Set<String> ENGINE_FIELDS =
      Set.of("name", "resources", "startupProbe", "volumeMounts", "volumeDevices", "env");
  private static final Set<String> OPENING =
      Set.of("privileged", "allowPrivilegeEscalation", "hostPort", "hostPath");
  private static final Set<String> VOLUMES = Set.of("tmp", "shm", "models", "artifacts");
  private static final Set<String> MOUNTS = Set.of("/tmp", "/dev/shm", "/models", "/adapters");
  private static final Set<String> VARIABLES =
      Set.of(
          "VLLM_API_KEY",
          "VLLM_ALLOW_RUNTIME_LORA_UPDATING",
          "VLLM_PLUGINS",
          "VLLM_LORA_RESOLVER_CACHE_DIR",
          "VLLM_SERVER_DEV_MODE",
          "VLLM_DEBUG_LOG_API_SERVER_RESPONSE");
  private static final List<String> RESERVED = List.of("homeostat.io/", "app.kubernetes.io/");
  private static final String ENGINE = "engine";
  private static final String FETCH = "fetch-model";

  private PodTemplatePatch() {}

  /** Why a patch cannot be used, and what to do; empty when it can. */
  public static Optional<String> problem(Map<String, Object> patch) {
    if (patch.isEmpty()) {
      return Optional.empty();
    }
    JsonNode tree = JSON.valueToTree(patch);
    return Stream.of(
            unknown(tree, "", Set.of("metadata", "spec")),
            unknown(tree.path("metadata"), "metadata.", Set.of("labels", "annotations")),
            names(tree.at("/metadata/labels")),
            names(tree.at("/metadata/annotations")),
            unknown(tree.path("spec"), "spec.", POD_FIELDS),
            containers(tree.at("/spec/containers")),
            fetch(tree.at("/spec/initContainers")),
            taken(tree.at("/spec/volumes"), "name", VOLUMES, "spec.volumes"),
            opening(tree))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> PodTemplateFields.problem(tree));
  }

  /** The template with the patch laid over it. */
  public static PodTemplateSpec apply(PodTemplateSpec template, Map<String, Object> patch) {
    return patch.isEmpty()
        ? template
        : JSON.convertValue(
            merged(JSON.valueToTree(template), JSON.valueToTree(patch)), PodTemplateSpec.class);
  }

  private static Optional<String> unknown(JsonNode object, String path, Set<String> allowed) {
    return fields(object)
        .filter(field -> !allowed.contains(field))
        .findFirst()
        .map(
            field ->
                "spec.podTemplatePatch.%s%s cannot be set: the operator decides it; leave it out"
                    .formatted(path, field));
  }

  private static Optional<String> names(JsonNode map) {
    return fields(map)
        .filter(name -> RESERVED.stream().anyMatch(name::startsWith))
        .findFirst()
        .map(
            name ->
                "spec.podTemplatePatch.metadata: '%s' belongs to the operator; choose a name that begins with neither homeostat.io/ nor app.kubernetes.io/"
                    .formatted(name));
  }

  private static Optional<String> containers(JsonNode containers) {
    return elements(containers)
        .filter(container -> ENGINE.equals(container.path("name").asText()))
        .flatMap(
            engine ->
                Stream.of(
                        unknown(engine, "spec.containers[engine].", ENGINE_FIELDS),
                        taken(engine.path("env"), "name", VARIABLES, "spec.containers[engine].env"),
                        taken(
                            engine.path("volumeMounts"),
                            "mountPath",
                            MOUNTS,
                            "spec.containers[engine].volumeMounts"))
                    .flatMap(Optional::stream))
        .findFirst();
  }

  private static Optional<String> fetch(JsonNode containers) {
    return elements(containers)
        .filter(container -> FETCH.equals(container.path("name").asText()))
        .flatMap(
            container ->
                unknown(container, "spec.initContainers[fetch-model].", Set.of("name", "resources"))
                    .stream())
        .findFirst();
  }

  private static Optional<String> taken(JsonNode list, String key, Set<String> names, String path) {
    return elements(list)
        .map(element -> element.path(key).asText())
        .filter(names::contains)
        .findFirst()
        .map(
            name ->
                "spec.podTemplatePatch.%s: '%s' belongs to the operator; leave it out"
                    .formatted(path, name));
  }

  private static Optional<String> opening(JsonNode tree) {
    return OPENING.stream()
        .filter(field -> tree.findValue(field) != null)
        .filter(field -> !tree.findValue(field).asText().equals("false"))
        .findFirst()
        .map(
            field ->
                "spec.podTemplatePatch: '%s' would open the node to the pod; leave it out"
                    .formatted(field));
  }

  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!(target instanceof ObjectNode) || !patch.isObject()) {
      return patch;
    }
    ObjectNode result = target.deepCopy();
    patch
        .properties()
        .forEach(
            change -> {
              JsonNode before = result.path(change.getKey());
              String key = KEYS.get(change.getKey());
              result.set(
                  change.getKey(),
                  key != null && before.isArray() && change.getValue().isArray()
                      ? mergedList((ArrayNode) before, change.getValue(), key)
                      : merged(before, change.getValue()));
            });
    return result;
  }

  private static ArrayNode mergedList(ArrayNode before, JsonNode patch, String key) {
    ArrayNode result = before.deepCopy();
    for (JsonNode change : patch) {
      int at = position(result, key, change.path(key));
      if (at < 0) {
        result.add(change);
      } else {
        result.set(at, merged(result.get(at), change));
      }
    }
    return result;
  }

  private static int position(ArrayNode list, String key, JsonNode name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static Stream<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
