/** The command that compares answers with their references. */
package io.homeostat.cli.score;
