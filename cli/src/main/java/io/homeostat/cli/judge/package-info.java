/** {@code homeostat judge}: whether a judge may be trusted, before it is deployed. */
package io.homeostat.cli.judge;
