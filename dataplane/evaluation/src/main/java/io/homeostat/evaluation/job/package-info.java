/** The Job around an evaluation. */
package io.homeostat.evaluation.job;
