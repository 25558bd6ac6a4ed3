/**
 * How far a judge may be trusted: its agreement with labels, its bias, and what corrects for it.
 */
package io.homeostat.statistics.agreement;
