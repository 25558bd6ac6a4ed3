/** Scores of an answer against a reference that need no model. */
package io.homeostat.statistics.text;
