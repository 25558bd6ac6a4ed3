package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.frame.Labels;
import java.util.Map;

/**
 * The engine pods of one ModelService, as their children need it: what a release fixes (model,
 * image, arguments) and what may change without one (replicas, resources, environment, LoRA
 * limits).
 *
 * @param service name of the ModelService
 * @param tuple the release whose model and engine the pods run
 * @param keyDigest digest of the engine key, so that a new key makes new pods
 * @param operatorNamespace namespace of gateway and operator, the only clients of the pods
 * @param jobsImage image whose container fetches a model
 */
record EnginePool(
    String service,
    String namespace,
    ModelServiceSpec spec,
    ReleaseTuple tuple,
    String keyDigest,
    String operatorNamespace,
    String jobsImage) {
  /** Port that the engine serves. */
  static final int PORT = 8000;

  static final String PORT_NAME = "http";
  static final String COMPONENT = "engine";

  /** Name of every child. */
  String name() {
    return nameOf(service);
  }

  static String nameOf(String service) {
    return service + "-engine";
  }

  /** Name of the Secret with the engine key. */
  static String keyName(String service) {
    return service + "-engine-key";
  }

  /** Labels that select the pods; they never change. */
  Map<String, String> selector() {
    return Map.of(Labels.MODEL_SERVICE, service, Labels.COMPONENT, COMPONENT);
  }

  Map<String, String> labels() {
    return Map.of(
        Labels.MANAGED_BY,
        Labels.MANAGER,
        Labels.NAME,
        "homeostat-engine",
        Labels.MODEL_SERVICE,
        service,
        Labels.COMPONENT,
        COMPONENT);
  }
}
