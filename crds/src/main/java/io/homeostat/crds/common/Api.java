package io.homeostat.crds.common;

/** Group and version that every Homeostat kind shares. */
public final class Api {
  public static final String GROUP = "homeostat.io";
  public static final String VERSION = "v1alpha1";

  private Api() {}
}
