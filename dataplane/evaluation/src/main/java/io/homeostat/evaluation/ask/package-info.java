/** How the releases are asked. */
package io.homeostat.evaluation.ask;
