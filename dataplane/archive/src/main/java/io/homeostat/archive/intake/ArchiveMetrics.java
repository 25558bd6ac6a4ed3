package io.homeostat.archive.intake;

/** Names of the archive's metrics. */
public final class ArchiveMetrics {
  public static final String STORED = "homeostat.archive.stored";
  public static final String RETRIES = "homeostat.archive.retries";
  public static final String EXPIRED = "homeostat.archive.expired";
  public static final String DEAD_LETTERS = "homeostat.archive.dead.letters";

  private ArchiveMetrics() {}
}
