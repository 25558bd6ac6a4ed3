package io.homeostat.evaluation;

import io.homeostat.crds.common.PvcUri;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the claims that a spec names lie here: mounted in a Job, folders of the user's in CI.
 *
 * @param claims name of a claim → folder
 */
public record ClaimFolders(Map<String, Path> claims) {
  public ClaimFolders {
    claims = Map.copyOf(claims);
  }

  /** The file or folder of a {@code pvc://<claim>/<path>}. */
  public Path path(String uri) throws UnusableEvaluationException {
    PvcUri place;
    try {
      place = PvcUri.parse(uri);
    } catch (IllegalArgumentException e) {
      throw new UnusableEvaluationException(e.getMessage(), e);
    }
    Path folder = claims.get(place.claim());
    if (folder == null) {
      throw new UnusableEvaluationException(
          "expected a folder for the claim '%s' of %s, found none: say where it lies"
              .formatted(place.claim(), uri));
    }
    return folder.resolve(place.path());
  }
}
