package io.homeostat.operator.healing.decide;

import java.time.Instant;
import java.util.List;

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

    /**
     * The step needs a person's word; {@code findings} are the ids of what the poison guard found,
     * so that an approval covers these and no others.
     */
    record Asking(ApprovalGate gate, String message, List<String> findings) implements Outcome {
      Asking(ApprovalGate gate, String message) {
        this(gate, message, List.of());
      }
    }

    /** The dataset is to be built with findings of the poison guard that a person let through. */
    record Accepting(List<String> findings) implements Outcome {}

    /** The step's object has to be made. */
    record Missing(RunChild child) implements Outcome {}

    /** The repair ends here. */
    record Ended(RunReason reason, String message) implements Outcome {}
  }
}
