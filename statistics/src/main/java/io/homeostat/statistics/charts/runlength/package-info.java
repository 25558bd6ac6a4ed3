/**
 * Average run lengths of control charts: how many values pass until a signal, by closed form,
 * Markov chain, integral equation or simulation; and the limits that give a wanted one.
 */
package io.homeostat.statistics.charts.runlength;
