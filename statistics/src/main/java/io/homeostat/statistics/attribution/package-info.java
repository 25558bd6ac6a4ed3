/** Why quality fell: tests of what changed together with it. */
package io.homeostat.statistics.attribution;
