/**
 * The mathematics behind every decision of Homeostat: what may be called a drift, and what a canary
 * may promote or roll back.
 *
 * <p>Plain Java: no clock, no randomness, no I/O, no logging. Detectors and tests are small mutable
 * objects for one thread with a fixed, versioned byte layout, so that a stream processor can
 * checkpoint and restore them.
 */
package io.homeostat.statistics;
