package io.homeostat.operator.healing.decide;

import java.time.Instant;

/** One step of a repair: looks at what is there and says whether the next may follow. */
sealed interface RunStep
    permits AttributeCause,
        BuildDataset,
        TrainAdapter,
        MergeAdapters,
        MakeRelease,
        EvaluateRelease,
        ReleaseByCanary,
        HoldRepair {
  /** Type of the condition that the step keeps. */
  String condition();

  /** Word in {@code status.state} while the step is under way. */
  String state();

  /** Looks and says. */
  Outcome look(RunView run);

  /** What a step says. */
  sealed interface Outcome {
    /** The step is done. */
    record Passed(RunReason reason, String message) implements Outcome {}

    /** The step is under way; {@code until} is when it is to be looked at again, null for soon. */
    record Waiting(RunReason reason, String message, Instant until) implements Outcome {
      Waiting(RunReason reason, String message) {
        this(reason, message, null);
      }
    }

    /** The step needs a person's word. */
    record Asking(ApprovalGate gate, String message) implements Outcome {}

    /** The step's object has to be made. */
    record Missing(RunChild child) implements Outcome {}

    /** The repair ends here. */
    record Ended(RunReason reason, String message) implements Outcome {}
  }
}
