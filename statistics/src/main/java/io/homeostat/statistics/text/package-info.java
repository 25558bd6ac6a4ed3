/**
 * Scores of an answer against a reference that need no model, how different answers are from each
 * other, and which texts are nearly the same.
 */
package io.homeostat.statistics.text;
