package io.homeostat.crds.common;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place on a volume claim, {@code pvc://<claim>/<path>}: where users and status fields say that
 * models, replay rows and artifacts lie. Reads what {@link Patterns#PVC_RULE} lets in and nothing
 * else, also in objects that were stored before the rule.
 *
 * @param claim name of the PersistentVolumeClaim
 * @param path path inside the claim, without a leading slash
 */
public record PvcUri(String claim, String path) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "pvc://(?<claim>[a-z0-9][-.a-z0-9]*)/(?<path>[-._A-Za-z0-9]+(/[-._A-Za-z0-9]+)*)");

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException when the text is no {@code pvc://<claim>/<path>} or leaves the
   *     claim
   */
  public static PvcUri parse(String text) {
    Matcher matcher = SHAPE.matcher(String.valueOf(text));
    if (!matcher.matches() || leaves(matcher.group("path"))) {
      throw new IllegalArgumentException(
          "expected pvc://<claim>/<path> without '.', '..' or empty parts, found '%s': name a folder or file on a volume claim of this namespace"
              .formatted(text));
    }
    return new PvcUri(matcher.group("claim"), matcher.group("path"));
  }

  private static boolean leaves(String path) {
    return Stream.of(path.split("/")).anyMatch(part -> part.equals(".") || part.equals(".."));
  }

  /** Where the path lies when the claim is mounted at a folder. */
  public String under(String mountPath) {
    return mountPath + "/" + path;
  }

  @Override
  public String toString() {
    return "pvc://" + claim + "/" + path;
  }
}
