/**
 * Drops of a mean: baselines with exact bounds, the mixture e-SR detector, limits that keep a
 * budget of false alarms, and the test of recovery.
 */
package io.homeostat.statistics.drift;
