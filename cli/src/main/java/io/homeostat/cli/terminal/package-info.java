/** What every command shares on a terminal: output forms, tables, progress and usage errors. */
package io.homeostat.cli.terminal;
