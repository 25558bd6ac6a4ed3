/**
 * Many streams judged together: e-BH and e-Bonferroni over epochs, Benjamini–Hochberg and LORD++
 * for p-values, and what a promise to the user means for one stream.
 */
package io.homeostat.statistics.streams;
