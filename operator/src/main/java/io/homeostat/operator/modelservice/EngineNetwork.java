package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.homeostat.operator.frame.Labels;
import java.util.List;
import java.util.Map;

/**
 * How a pool's pods are found, protected from drains and closed to everybody but gateway and
 * operator.
 */
final class EngineNetwork {
  private EngineNetwork() {}

  /** The headless Service whose EndpointSlices list the pods. */
  static Service service(EnginePool pool) {
    return new ServiceBuilder()
        .withMetadata(metadata(pool))
        .withNewSpec()
        .withClusterIP("None")
        .withSelector(pool.selector())
        .addNewPort()
        .withName(EnginePool.PORT_NAME)
        .withPort(EnginePool.PORT)
        .withTargetPort(new IntOrString(EnginePool.PORT_NAME))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  /** The same for pods that somebody else makes; nothing else is made for those. */
  static Service attached(EnginePool pool) {
    Service service = service(pool);
    service
        .getSpec()
        .setSelector(AttachedSelector.of(pool.spec().engine().attached(), pool.tuple()));
    service
        .getSpec()
        .getPorts()
        .getFirst()
        .setTargetPort(new IntOrString(pool.spec().engine().attached().port()));
    return service;
  }

  /** One pod at a time may be drained. */
  static PodDisruptionBudget disruption(EnginePool pool) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata(pool))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withSelector(new LabelSelectorBuilder().withMatchLabels(pool.selector()).build())
        .endSpec()
        .build();
  }

  /** Only gateway and operator reach the engine: not all of its paths ask for the key. */
  static NetworkPolicy access(EnginePool pool) {
    return new NetworkPolicyBuilder()
        .withMetadata(metadata(pool))
        .withNewSpec()
        .withPodSelector(new LabelSelectorBuilder().withMatchLabels(pool.selector()).build())
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewNamespaceSelector()
        .withMatchLabels(Map.of("kubernetes.io/metadata.name", pool.operatorNamespace()))
        .endNamespaceSelector()
        .withNewPodSelector()
        .addNewMatchExpression()
        .withKey(Labels.COMPONENT)
        .withOperator("In")
        .withValues(List.of("gateway", "operator"))
        .endMatchExpression()
        .endPodSelector()
        .endFrom()
        .addNewPort()
        .withProtocol("TCP")
        .withPort(new IntOrString(EnginePool.PORT_NAME))
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(EnginePool pool) {
    return new ObjectMetaBuilder()
        .withName(pool.name())
        .withNamespace(pool.namespace())
        .withLabels(pool.labels())
        .build();
  }
}
