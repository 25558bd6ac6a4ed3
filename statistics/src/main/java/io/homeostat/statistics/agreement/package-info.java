/** How far a judge may be trusted: its agreement with labels and its bias. */
package io.homeostat.statistics.agreement;
