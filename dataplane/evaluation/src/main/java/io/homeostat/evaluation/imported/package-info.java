/** Figures of other tools. */
package io.homeostat.evaluation.imported;
