package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;

/** What every container that the operator makes must do without. */
public final class RestrictedContainer {
  private RestrictedContainer() {}

  /** No more rights than it starts with, no capabilities, and a root file system that stays. */
  public static SecurityContext securityContext() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }
}
