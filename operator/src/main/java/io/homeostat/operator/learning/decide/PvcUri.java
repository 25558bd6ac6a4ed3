package io.homeostat.operator.learning.decide;

/**
 * A place on a volume claim, {@code pvc://<claim>/<path>}: where users and status fields say that
 * models, replay rows and artifacts lie.
 *
 * @param claim name of the PersistentVolumeClaim
 * @param path path inside the claim, without a leading slash; empty for the claim itself
 */
public record PvcUri(String claim, String path) {
  private static final String SCHEME = "pvc://";

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException when the text is no {@code pvc://<claim>/<path>} or leaves the
   *     claim
   */
  public static PvcUri parse(String text) {
    if (text == null || !text.startsWith(SCHEME)) {
      throw malformed(text);
    }
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String claim = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        throw malformed(text);
      }
    }
    if (claim.isEmpty()) {
      throw malformed(text);
    }
    return new PvcUri(claim, path);
  }

  /** Returns where the path lies when the claim is mounted at a folder. */
  public String under(String mountPath) {
    return path.isEmpty() ? mountPath : mountPath + "/" + path;
  }

  @Override
  public String toString() {
    return SCHEME + claim + "/" + path;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "expected pvc://<claim>/<path> without '..', found '%s': name a volume claim of this namespace"
            .formatted(text));
  }
}
