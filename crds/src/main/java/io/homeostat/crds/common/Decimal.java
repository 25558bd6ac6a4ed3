package io.homeostat.crds.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A decimal number written as a string, as Kubernetes keeps fractions; it becomes a pattern and a
 * CEL rule with the range.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Decimal {
  /** The one shape that every decimal has. */
  String PATTERN = "^-?[0-9]{1,9}(\\.[0-9]{1,9})?$";

  /** Longest text that {@link #PATTERN} accepts. */
  int MAXIMUM_LENGTH = 20;

  /** Smallest value. */
  double min() default 0;

  /** Largest value. */
  double max();

  /** Whether the smallest value itself is excluded. */
  boolean above() default false;

  /** Whether the largest value itself is excluded. */
  boolean below() default false;
}
