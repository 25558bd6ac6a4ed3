/**
 * Candidate against stable while both serve: evidence for rolling back and for promoting that holds
 * however often anyone looks and however long it runs.
 */
package io.homeostat.statistics.canary;
