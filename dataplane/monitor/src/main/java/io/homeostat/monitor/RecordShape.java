package io.homeostat.monitor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/** Describes what a record and the records in it are made of. */
final class RecordShape {
  private final StringBuilder text = new StringBuilder();
  private final Set<Class<?>> described = new HashSet<>();

  private RecordShape() {}

  /** Names and types of all components; equal for equal shapes in every process. */
  static String of(Class<?> type) {
    RecordShape shape = new RecordShape();
    shape.describe(type);
    return shape.text.toString();
  }

  private void describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      describe(generic.getRawType());
      for (Type argument : generic.getActualTypeArguments()) {
        describe(argument);
      }
      return;
    }
    text.append(type.getTypeName()).append(';');
    if (!(type instanceof Class<?> named) || !named.isRecord() || !described.add(named)) {
      return;
    }
    for (RecordComponent component : named.getRecordComponents()) {
      text.append(component.getName()).append(':');
      describe(component.getGenericType());
    }
    text.append('.');
  }
}
