/** The command {@code homeostat heal}: how repairs stand, what came of one, and a person's word. */
package io.homeostat.cli.heal;
