package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.frame.ServerSide;
import io.homeostat.operator.modelservice.decide.ServiceDecision.NewCanary;
import java.net.HttpURLConnection;
import java.util.Map;

/**
 * Makes the Releases and CanaryReleases of a ModelService, and marks canaries that are to give way.
 */
public final class Children {
  /** Annotation of a CanaryRelease: what it was made for. */
  public static final String TRIGGER = "homeostat.io/trigger";

  /** Annotation of a CanaryRelease: why it is to give way. */
  public static final String SUPERSEDED = "homeostat.io/superseded";

  private final KubernetesClient client;

  Children(Frame frame) {
    this.client = frame.client();
  }

  /** Makes a Release; false when it was there. */
  boolean release(ModelService service, String name, ReleaseSpec spec) {
    Release release = new Release();
    release.setMetadata(metadata(service, name).build());
    release.setSpec(spec);
    return ServerSide.create(client, release);
  }

  /** Deletes a Release; false when it was gone. */
  boolean expire(ModelService service, String name) {
    return !client
        .resources(Release.class)
        .inNamespace(service.getMetadata().getNamespace())
        .withName(name)
        .delete()
        .isEmpty();
  }

  /** Makes a CanaryRelease; false when it was there. */
  boolean canary(ModelService service, NewCanary canary) {
    CanaryRelease made = new CanaryRelease();
    made.setMetadata(
        metadata(service, canary.name()).addToAnnotations(TRIGGER, canary.trigger()).build());
    made.setSpec(canary.spec());
    return ServerSide.create(client, made);
  }

  /** Marks a canary; one that is gone needs no mark. */
  void supersede(ModelService service, String canary, String why) {
    CanaryRelease mark = new CanaryRelease();
    mark.setMetadata(new ObjectMetaBuilder().withAnnotations(Map.of(SUPERSEDED, why)).build());
    try {
      client
          .resources(CanaryRelease.class)
          .inNamespace(service.getMetadata().getNamespace())
          .withName(canary)
          .patch(PatchContext.of(PatchType.JSON_MERGE), mark);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private static ObjectMetaBuilder metadata(ModelService service, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(service.getMetadata().getNamespace())
        .withLabels(Labels.of(service.getMetadata().getName()))
        .withOwnerReferences(Owners.controlledBy(service));
  }
}
