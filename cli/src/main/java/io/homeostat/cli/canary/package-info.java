/** The command {@code homeostat canary}: how a release stands, and a person's orders about it. */
package io.homeostat.cli.canary;
