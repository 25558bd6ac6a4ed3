/**
 * The classical control charts, with the limits that a baseline of few values needs.
 *
 * <p>Their error rates assume independent, and except for the rank chart normal, values; {@link
 * io.homeostat.statistics.charts.runlength} tells what they are. The detector that holds its rate
 * for any scores is {@link io.homeostat.statistics.drift.MixtureESr}.
 */
package io.homeostat.statistics.charts;
