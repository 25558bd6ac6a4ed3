/** Proves a candidate release against stable on the same items, in a Job or in CI. */
package io.homeostat.evaluation;
