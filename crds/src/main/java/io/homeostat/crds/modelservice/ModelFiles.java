package io.homeostat.crds.modelservice;

import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.release.ReleaseTuple;

/**
 * Where a base model's files lie once they are there: on the claim that the address names, or on
 * the cache claim in a folder that names what was fetched, so that no two versions share one.
 */
public final class ModelFiles {
  private static final String HUB = "hf://";
  private static final String STORE = "s3://";

  private ModelFiles() {}

  /** Whether the files have to be fetched first. */
  public static boolean fetched(String uri) {
    return uri.startsWith(HUB) || uri.startsWith(STORE);
  }

  /**
   * The place of a spec's model.
   *
   * @throws IllegalArgumentException when the address is none, or a fetched model has no cache
   */
  public static PvcUri of(ModelServiceSpec.Model model) {
    if (!fetched(model.uri())) {
      return PvcUri.parse(model.uri());
    }
    String folder =
        model.uri().startsWith(HUB)
            ? "hub/" + model.uri().substring(HUB.length()) + "/" + model.revision()
            : "s3/" + model.revision();
    return PvcUri.parse("pvc://" + model.cacheClaimName() + "/" + folder);
  }

  /** The place of a release's model. */
  public static PvcUri of(ReleaseTuple.Model model) {
    return PvcUri.parse(model.files() == null ? model.uri() : model.files());
  }
}
