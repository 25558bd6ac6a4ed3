package io.homeostat.invariant;

/** One thing that can be said about an answer for certain. */
@FunctionalInterface
interface Check {
  /** Looks at an answer that is there. */
  Finding check(Subject subject);
}
