package io.homeostat.operator.learning;

/** Labels and annotations by which Jobs and their pods are found again. */
final class JobLabels {
  /** Kind of the object that a Job works for. */
  static final String LEARNING = "homeostat.io/learning";

  /** UID of that object: a namesake made later has other Jobs. */
  static final String OWNER_UID = "homeostat.io/owner-uid";

  /** Name of that object, an annotation since names may be longer than labels. */
  static final String OWNER = "homeostat.io/owner";

  /** Number of the attempt, from 1. */
  static final String ATTEMPT = "homeostat.io/attempt";

  /** By how much an attempt's batches are cut; only on Jobs that have batches. */
  static final String BATCH_DIVISOR = "homeostat.io/batch-divisor";

  /** Kueue's LocalQueue that a Job waits in. */
  static final String QUEUE = "kueue.x-k8s.io/queue-name";

  /** Value of the component label of every Job. */
  static final String COMPONENT = "job";

  private JobLabels() {}
}
