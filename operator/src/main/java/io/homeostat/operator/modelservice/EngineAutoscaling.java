package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.homeostat.crds.modelservice.Autoscaling;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import java.util.Optional;

/** Leaves the number of a pool's pods to a HorizontalPodAutoscaler. */
final class EngineAutoscaling {
  private static final int SCALE_DOWN_SECONDS = 300;
  private static final String REPLICAS = "f:replicas";

  private EngineAutoscaling() {}

  /** The autoscaler of a pool; the service must ask for one. */
  static HorizontalPodAutoscaler desired(EnginePool pool) {
    Autoscaling autoscaling = pool.spec().autoscaling();
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(pool.name())
                .withNamespace(pool.namespace())
                .withLabels(pool.labels())
                .build())
        .withNewSpec()
        .withNewScaleTargetRef()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(pool.name())
        .endScaleTargetRef()
        .withMinReplicas(minimum(autoscaling))
        .withMaxReplicas(autoscaling.maxReplicas())
        .withMetrics(autoscaling.metrics().stream().map(EngineAutoscaling::metric).toList())
        .withNewBehavior()
        .withNewScaleDown()
        .withStabilizationWindowSeconds(
            CanaryDefaults.orElse(autoscaling.scaleDownSeconds(), SCALE_DOWN_SECONDS))
        .endScaleDown()
        .endBehavior()
        .endSpec()
        .build();
  }

  /** Fewest pods. */
  static int minimum(Autoscaling autoscaling) {
    return CanaryDefaults.orElse(autoscaling.minReplicas(), 1);
  }

  /**
   * What the operator writes as the Deployment's replicas while an autoscaler decides: nothing once
   * the autoscaler has written, and until then what is there, since a field that its only writer
   * drops falls back to 1. An autoscaler does not touch a Deployment of 0 pods.
   *
   * @param deployment the Deployment as it is; empty before it is made
   */
  static Integer replicas(Autoscaling autoscaling, Optional<Deployment> deployment) {
    int present =
        deployment.map(found -> CanaryDefaults.orElse(found.getSpec().getReplicas(), 1)).orElse(0);
    if (present == 0) {
      return minimum(autoscaling);
    }
    return deployment.filter(EngineAutoscaling::writtenByAnother).isPresent() ? null : present;
  }

  private static boolean writtenByAnother(Deployment deployment) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(entry -> "scale".equals(entry.getSubresource()))
        .anyMatch(
            entry ->
                entry.getFieldsV1() != null
                    && entry.getFieldsV1().getAdditionalProperties().get("f:spec")
                        instanceof java.util.Map<?, ?> spec
                    && spec.containsKey(REPLICAS));
  }

  private static MetricSpec metric(Autoscaling.Metric metric) {
    return switch (metric.type()) {
      case "Resource" ->
          new MetricSpecBuilder()
              .withType("Resource")
              .withNewResource()
              .withName(metric.name())
              .withTarget(target(metric))
              .endResource()
              .build();
      case "Pods" ->
          new MetricSpecBuilder()
              .withType("Pods")
              .withNewPods()
              .withNewMetric()
              .withName(metric.name())
              .endMetric()
              .withTarget(target(metric))
              .endPods()
              .build();
      default ->
          new MetricSpecBuilder()
              .withType("External")
              .withNewExternal()
              .withNewMetric()
              .withName(metric.name())
              .withSelector(
                  metric.selector().isEmpty()
                      ? null
                      : new LabelSelectorBuilder().withMatchLabels(metric.selector()).build())
              .endMetric()
              .withTarget(target(metric))
              .endExternal()
              .build();
    };
  }

  private static MetricTarget target(Autoscaling.Metric metric) {
    return metric.averageUtilizationPercent() != null
        ? new MetricTargetBuilder()
            .withType("Utilization")
            .withAverageUtilization(metric.averageUtilizationPercent())
            .build()
        : new MetricTargetBuilder()
            .withType("AverageValue")
            .withAverageValue(Quantity.parse(metric.averageValue()))
            .build();
  }
}
