package io.homeostat.archive.store;

/**
 * Mean quality of one capability under one release, over sessions.
 *
 * @param sessions number of session means
 * @param mean in [0,1]
 * @param lower lower end of a 95 % normal interval of the mean, cut to [0,1]
 * @param upper upper end of it
 */
public record Quality(
    String release, String capability, long sessions, double mean, double lower, double upper) {
  private static final double Z_95 = 1.959964;

  static Quality of(
      String release, String capability, long sessions, double mean, double deviation) {
    double half = sessions < 2 ? 1 : Z_95 * deviation / Math.sqrt(sessions);
    return new Quality(
        release, capability, sessions, mean, Math.max(0, mean - half), Math.min(1, mean + half));
  }
}
