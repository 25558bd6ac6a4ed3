/** {@code homeostat evaluate}: the gates of an Evaluation in CI. */
package io.homeostat.cli.evaluate;
