/** What can be said about an answer for certain. */
package io.homeostat.invariant;
