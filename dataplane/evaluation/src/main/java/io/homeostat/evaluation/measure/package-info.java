/** What the answers are worth. */
package io.homeostat.evaluation.measure;
