/** Whether a candidate passes: pure decisions on figures. */
package io.homeostat.evaluation.gate;
