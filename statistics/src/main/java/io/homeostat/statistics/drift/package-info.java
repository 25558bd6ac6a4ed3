/**
 * Shifts of a mean: baselines with exact bounds, the mixture e-SR detector for drops, rises and
 * epochs, signals from unbounded values, blocks for autocorrelated ones, limits that keep a budget
 * of false alarms, the test of recovery, and the plan of a monitor.
 */
package io.homeostat.statistics.drift;
