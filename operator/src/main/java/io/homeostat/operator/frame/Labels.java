package io.homeostat.operator.frame;

import java.util.Map;

/**
 * Labels and label values that the operator puts on what it makes; tracking labels of others are
 * never copied.
 */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String MANAGER = "homeostat";
  public static final String NAME = "app.kubernetes.io/name";
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** Name of the ModelService that an object serves. */
  public static final String MODEL_SERVICE = "homeostat.io/model-service";

  /** Name of the pool of engine pods that an object belongs to, unique in its ModelService. */
  public static final String POOL = "homeostat.io/pool";

  /** Component of the pods of a service's first pool. */
  public static final String ENGINE = "engine";

  /** Component of the pods of its other pools. */
  public static final String ENGINE_POOL = "engine-pool";

  /** Selects everything that the operator made. */
  public static final String MANAGED_SELECTOR = MANAGED_BY + "=" + MANAGER;

  private Labels() {}

  /** Labels of an object that is made for a ModelService. */
  public static Map<String, String> of(String modelService) {
    return Map.of(MANAGED_BY, MANAGER, MODEL_SERVICE, modelService);
  }
}
