/** Distributions of scores to plan and simulate with: normal, beta and a few discrete values. */
package io.homeostat.statistics.distribution;
