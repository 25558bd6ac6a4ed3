/** {@code homeostat compare}: two files of scores, once. */
package io.homeostat.cli.compare;
