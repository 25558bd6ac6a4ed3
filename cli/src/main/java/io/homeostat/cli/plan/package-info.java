/** The commands that tell the cost of a monitor, a canary or an evaluation before it is applied. */
package io.homeostat.cli.plan;
