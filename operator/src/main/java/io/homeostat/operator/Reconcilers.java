package io.homeostat.operator;

import io.homeostat.operator.frame.Frame;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import java.util.List;

/** The one list of everything that this operator reconciles. */
final class Reconcilers {
  private Reconcilers() {}

  static List<Reconciler<?>> all(Frame frame) {
    return List.of();
  }
}
