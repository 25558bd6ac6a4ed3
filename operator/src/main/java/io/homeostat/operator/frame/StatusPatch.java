package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Objects;

/**
 * The one way in which a status is written: server-side apply of a fresh object with name,
 * namespace and the whole status, so that what is left out goes away; nothing is sent when nothing
 * changed.
 */
public final class StatusPatch {
  private StatusPatch() {}

  /**
   * The update that turns the observed status into the given one.
   *
   * @param observed the primary as it was handed to the reconcile
   * @param status the whole status, rebuilt from what was observed
   */
  public static <S, R extends CustomResource<?, S>> UpdateControl<R> of(R observed, S status) {
    return Objects.equals(observed.getStatus(), status)
        ? UpdateControl.noUpdate()
        : UpdateControl.patchStatus(fresh(observed, status));
  }

  /** An object of the same identity that carries nothing but the status. */
  public static <S, R extends CustomResource<?, S>> R fresh(R observed, S status) {
    R copy = instance(observed);
    copy.setMetadata(
        new ObjectMetaBuilder()
            .withName(observed.getMetadata().getName())
            .withNamespace(observed.getMetadata().getNamespace())
            .build());
    copy.setStatus(status);
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static <R extends CustomResource<?, ?>> R instance(R observed) {
    try {
      return (R) observed.getClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          observed.getClass().getName() + " needs a public constructor without parameters", e);
    }
  }
}
