package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/** Writes to the API server that can be done again without harm. */
public final class ServerSide {
  private static final String MANAGER = "homeostat-operator";
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(MANAGER)
          .withForce(true)
          .build();

  private ServerSide() {}

  /** Makes the object be as given; fields of other managers stay. */
  public static <R extends HasMetadata> R apply(KubernetesClient client, R desired) {
    return client.resource(desired).patch(APPLY, desired);
  }

  /**
   * Writes the status of an object that is no primary of its writer; {@code fresh} as {@link
   * StatusPatch#fresh}.
   */
  public static <R extends CustomResource<?, ?>> R applyStatus(KubernetesClient client, R fresh) {
    return client.resource(fresh).subresource("status").patch(APPLY, fresh);
  }

  /**
   * Creates an object whose name follows from its content.
   *
   * @return false when it was there already
   */
  public static boolean create(KubernetesClient client, HasMetadata object) {
    try {
      client.resource(object).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw e;
    }
  }
}
