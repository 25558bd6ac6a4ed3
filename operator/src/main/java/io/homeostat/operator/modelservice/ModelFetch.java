package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.frame.RestrictedContainer;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import java.util.List;

/**
 * The container that fetches a base model from a hub or an object store onto the cache claim before
 * the engine starts, checks it, and does nothing when it is there already.
 */
final class ModelFetch {
  private static final ResourceRequirements RESOURCES =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", Quantity.parse("100m"))
          .addToRequests("memory", Quantity.parse("256Mi"))
          .addToLimits("memory", Quantity.parse("2Gi"))
          .build();

  private ModelFetch() {}

  /** One container, or none for a model that lies on a claim. */
  static List<Container> containers(EnginePool pool) {
    ReleaseTuple.Model model = pool.tuple().model();
    if (model.files() == null) {
      return List.of();
    }
    ContainerBuilder container =
        new ContainerBuilder()
            .withName("fetch-model")
            .withImage(pool.jobsImage())
            .withImagePullPolicy("IfNotPresent")
            .withCommand("python3", "-m", "homeostat_trainer.fetch")
            .withArgs(
                "--uri=" + model.uri(),
                "--revision=" + model.revision(),
                "--target=" + ModelFiles.of(model).under(EngineTuple.MODELS))
            .addNewEnv()
            .withName("HOME")
            .withValue("/tmp")
            .endEnv()
            .withResources(RESOURCES)
            .withTerminationMessagePolicy("File")
            .withSecurityContext(RestrictedContainer.securityContext())
            .withVolumeMounts(
                new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build(),
                new VolumeMountBuilder()
                    .withName("models")
                    .withMountPath(EngineTuple.MODELS)
                    .build());
    credentials(pool, container);
    return List.of(container.build());
  }

  /** Optional, so that a fetched model outlives the Secret that fetched it. */
  private static void credentials(EnginePool pool, ContainerBuilder container) {
    if (pool.spec().model() != null && pool.spec().model().credentialsSecretRef() != null) {
      container.withEnvFrom(
          new EnvFromSourceBuilder()
              .withNewSecretRef()
              .withName(pool.spec().model().credentialsSecretRef().name())
              .withOptional(true)
              .endSecretRef()
              .build());
    }
  }
}
