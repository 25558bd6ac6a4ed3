package io.homeostat.crds.common;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fields that identify an element of a list, so that server-side apply merges element by
 * element.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListKey {
  /** Names of the identifying fields; none for a set of plain values. */
  String[] value() default {};
}
