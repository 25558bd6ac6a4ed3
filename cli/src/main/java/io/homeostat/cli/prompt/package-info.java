/** The command {@code homeostat prompt}: what changed between two prompts. */
package io.homeostat.cli.prompt;
