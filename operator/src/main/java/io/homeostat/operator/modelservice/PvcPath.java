package io.homeostat.operator.modelservice;

/**
 * A place in a PersistentVolumeClaim, written {@code pvc://<claim>/<path>}.
 *
 * @param claim name of the claim
 * @param path path inside it, without a leading slash
 */
record PvcPath(String claim, String path) {
  private static final String SCHEME = "pvc://";

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException when it is none of this shape
   */
  static PvcPath of(String uri) {
    int slash = uri.indexOf('/', SCHEME.length());
    if (!uri.startsWith(SCHEME) || slash < 0) {
      throw new IllegalArgumentException(
          "spec.model.uri: expected pvc://<claim>/<path>, found '%s'".formatted(uri));
    }
    return new PvcPath(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
  }

  /** The path where the claim is mounted at a directory. */
  String under(String mount) {
    return mount + "/" + path;
  }
}
