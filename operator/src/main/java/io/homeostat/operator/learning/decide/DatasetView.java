package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.PvcUri;

/**
 * A Dataset as the steps after it see it.
 *
 * @param uri {@code pvc://<claim>/datasets/<folder>} of the built version; null before it is built
 */
public record DatasetView(String uri) {
  /** Returns where the version lies when the claim's dataset folder is mounted at a folder. */
  String under(String mountPath) {
    String path = PvcUri.parse(uri).path();
    return mountPath + path.substring(path.lastIndexOf('/'));
  }
}
