package io.homeostat.crds.release;

import io.homeostat.crds.common.CanonicalJson;

/**
 * The identity of a release: equal tuples are the same release wherever and whenever they are
 * resolved.
 */
public final class ReleaseFingerprint {
  /**
   * Version of the tuple's shape, kept in {@link ReleaseTuple#version()}; a new shape is a new
   * version.
   */
  public static final int VERSION = 1;

  private static final int NAME_DIGITS = 10;

  private ReleaseFingerprint() {}

  /**
   * SHA-256 of the tuple's canonical JSON, as 64 hex digits.
   *
   * @throws IllegalArgumentException when the tuple states no version
   */
  public static String of(ReleaseTuple tuple) {
    if (tuple.version() == null) {
      throw new IllegalArgumentException(
          "expected a release tuple with a version, found none: set it to"
              + " ReleaseFingerprint.VERSION");
    }
    return CanonicalJson.digest(tuple);
  }

  /** Name of the Release object: {@code <service>-<first 10 hex digits of the fingerprint>}. */
  public static String name(String modelService, String fingerprint) {
    return modelService + "-" + shortened(fingerprint);
  }

  /** The first ten hex digits, enough to tell the releases of one service apart. */
  public static String shortened(String fingerprint) {
    return fingerprint.substring(0, NAME_DIGITS);
  }
}
