package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.Scheduling;

/**
 * How a Job is run, beside what it does.
 *
 * @param queue Kueue's LocalQueue that it waits in; null to start at once
 * @param scheduling where its pod may run; null for anywhere
 * @param deadlineSeconds that an attempt may run; null without a limit
 * @param environmentSecret Secret of the user's whose keys become environment variables; null for
 *     none
 * @param cutsBatches whether another attempt with smaller batches makes sense when the memory did
 *     not suffice
 * @param sharedMemory whether its processes exchange data through /dev/shm
 */
public record JobSettings(
    String queue,
    Scheduling scheduling,
    Integer deadlineSeconds,
    String environmentSecret,
    boolean cutsBatches,
    boolean sharedMemory) {
  /** A Job that starts at once, anywhere, once per attempt. */
  public static final JobSettings PLAIN = new JobSettings(null, null, null, null, false, false);
}
