package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.operator.frame.Labels;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfigBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.function.Function;

/**
 * A child of a pool that is kept as its pure {@code desired} says, and goes with its ModelService.
 */
final class EngineChild<R extends HasMetadata>
    extends CRUDKubernetesDependentResource<R, ModelService> {
  private static final String POOL = "engine-pool";

  private final Function<EnginePool, R> desired;

  EngineChild(Class<R> kind, Function<EnginePool, R> desired) {
    super(kind, "engine-" + kind.getSimpleName());
    this.desired = desired;
    configureWith(
        new KubernetesDependentResourceConfigBuilder<R>()
            .withKubernetesDependentInformerConfig(
                InformerConfiguration.builder(kind)
                    .withLabelSelector(Labels.MANAGED_SELECTOR)
                    .build())
            .build());
  }

  /** Tells the children that are reconciled next what their pool is. */
  static void hand(EnginePool pool, Context<ModelService> context) {
    context.managedWorkflowAndDependentResourceContext().put(POOL, pool);
  }

  @Override
  protected R desired(ModelService primary, Context<ModelService> context) {
    return desired.apply(
        context.managedWorkflowAndDependentResourceContext().getMandatory(POOL, EnginePool.class));
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      ModelService primary, Context<ModelService> context) {
    return new ResourceID(
        context
            .managedWorkflowAndDependentResourceContext()
            .getMandatory(POOL, EnginePool.class)
            .name(),
        primary.getMetadata().getNamespace());
  }
}
