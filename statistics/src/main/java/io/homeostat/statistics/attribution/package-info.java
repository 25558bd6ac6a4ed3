/** Why quality fell: tests of what changed together with it, and shares of what did. */
package io.homeostat.statistics.attribution;
