package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.modelservice.decide.PoolName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One pool of engine pods of a ModelService, as its children need it: what a release fixes (model,
 * image, arguments) and what may change without one (replicas, resources, environment, LoRA
 * limits).
 *
 * @param service name of the ModelService
 * @param pool name of the pool in its ModelService
 * @param tuple a release whose model and engine the pods run
 * @param replicas pods wanted; null while an autoscaler says so
 * @param gated whether a pod is ready only after the operator has proven its adapters
 * @param keyDigest digest of the engine key, so that a new key makes new pods
 * @param operatorNamespace namespace of gateway and operator, the only clients of the pods
 * @param jobsImage image whose container fetches a model
 */
record EnginePool(
    String service,
    String namespace,
    String pool,
    ModelServiceSpec spec,
    ReleaseTuple tuple,
    Integer replicas,
    boolean gated,
    String keyDigest,
    String operatorNamespace,
    String jobsImage) {
  /** Port that the engine serves. */
  static final int PORT = 8000;

  static final String PORT_NAME = "http";

  /** Name of the container, and component label of the pods of a service's first pool. */
  static final String COMPONENT = Labels.ENGINE;

  /** Name of every child. */
  String name() {
    return nameOf(service, pool);
  }

  static String nameOf(String service, String pool) {
    return service + "-" + pool;
  }

  /** Name of the Secret with the engine key. */
  static String keyName(String service) {
    return service + "-engine-key";
  }

  /** Labels that select the pods; they never change, and no pod has those of two pools. */
  Map<String, String> selector() {
    return selector(service, pool);
  }

  /**
   * The pods of the first pool are told from others by their component alone, as pods were when a
   * service had one pool: so they outlive an upgrade.
   */
  static Map<String, String> selector(String service, String pool) {
    return PoolName.FIRST.equals(pool)
        ? Map.of(Labels.MODEL_SERVICE, service, Labels.COMPONENT, COMPONENT)
        : Map.of(
            Labels.MODEL_SERVICE, service, Labels.COMPONENT, Labels.ENGINE_POOL, Labels.POOL, pool);
  }

  /** Labels of the pods. */
  Map<String, String> podLabels() {
    Map<String, String> labels = new LinkedHashMap<>(selector());
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(Labels.NAME, "homeostat-engine");
    return labels;
  }

  /** Labels of every child; EndpointSlices take them over from the Service. */
  Map<String, String> labels() {
    Map<String, String> labels = podLabels();
    labels.put(Labels.POOL, pool);
    return labels;
  }
}
