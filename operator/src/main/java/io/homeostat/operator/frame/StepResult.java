package io.homeostat.operator.frame;

import java.time.Duration;

/** What a step of a reconcile says about the ones after it. */
public sealed interface StepResult {
  /** The next step may run. */
  record Proceed() implements StepResult {}

  /** Nothing more can be done until then, or until an event comes. */
  record RequeueAfter(Duration delay) implements StepResult {}

  /** Nothing more is to be done until an event comes. */
  record Done() implements StepResult {}

  static StepResult proceed() {
    return new Proceed();
  }

  static StepResult requeueAfter(Duration delay) {
    return new RequeueAfter(delay);
  }

  static StepResult done() {
    return new Done();
  }
}
