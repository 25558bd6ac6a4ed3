package io.homeostat.events;

/**
 * Names of the Kafka topics, and the rule that keeps every record of one ModelService on one
 * partition.
 */
public final class Topics {
  public static final String INTERACTIONS = "homeostat.interactions";
  public static final String FEEDBACK = "homeostat.feedback";
  public static final String SCORES = "homeostat.scores";
  public static final String VERDICTS = "homeostat.verdicts";
  public static final String DEAD_LETTERS = "homeostat.dead-letters";

  private Topics() {}

  /**
   * Key of a record: {@code <namespace/service>|<rest>}.
   *
   * @param service {@code namespace/name}
   * @param rest what makes the key unique or compactable within the service
   */
  public static String key(String service, String rest) {
    return service + "|" + rest;
  }

  /**
   * Partition of a key: a stable hash of the part before the first {@code |}.
   *
   * @param key as made by {@link #key}
   * @param partitions number of partitions, at least 1
   * @return 0 to partitions − 1
   */
  public static int partition(String key, int partitions) {
    int bar = key.indexOf('|');
    String service = bar < 0 ? key : key.substring(0, bar);
    return Math.floorMod(service.hashCode(), partitions);
  }
}
