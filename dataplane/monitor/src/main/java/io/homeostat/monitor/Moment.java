package io.homeostat.monitor;

/**
 * When a score is taken.
 *
 * @param eventMillis event time of its service
 * @param writtenMillis when it was written
 */
record Moment(long eventMillis, long writtenMillis) {}
