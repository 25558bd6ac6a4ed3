/** What is asked, and which of it still holds. */
package io.homeostat.evaluation.items;
