package io.homeostat.operator.healing.decide;

/** One step of a repair: looks at what is there and says whether the next may follow. */
sealed interface RunStep
    permits AttributeCause,
        BuildDataset,
        TrainAdapter,
        MakeRelease,
        EvaluateRelease,
        ReleaseByCanary {
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

    /** The step is under way. */
    record Waiting(RunReason reason, String message) implements Outcome {}

    /** The step's object has to be made. */
    record Missing(RunChild child) implements Outcome {}

    /** The repair ends here. */
    record Ended(RunReason reason, String message) implements Outcome {}
  }
}
