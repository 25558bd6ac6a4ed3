/** Two systems on the same items, once: the figures of a report. */
package io.homeostat.statistics.paired;
