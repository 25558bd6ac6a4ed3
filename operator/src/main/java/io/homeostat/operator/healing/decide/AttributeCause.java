package io.homeostat.operator.healing.decide;

/**
 * Takes over the cause that the monitor found: a run exists only for a cause that its policy lists.
 */
record AttributeCause() implements RunStep {
  @Override
  public String condition() {
    return "Attributed";
  }

  @Override
  public String state() {
    return "Attributing";
  }

  @Override
  public Outcome look(RunView run) {
    var drift = run.spec().drift();
    return new Outcome.Passed(
        reason(drift.cause()),
        "%s of '%s' fell by %s from %s since %s, cause %s"
            .formatted(
                drift.signal(),
                drift.capability(),
                drift.drop(),
                drift.baseline(),
                drift.since(),
                drift.cause()));
  }

  private static RunReason reason(String cause) {
    return switch (cause) {
      case "ExpectedAnswers" -> RunReason.ExpectedAnswers;
      case "InputMix" -> RunReason.InputMix;
      case "InputShift" -> RunReason.InputShift;
      case "Release" -> RunReason.Release;
      case null, default -> RunReason.Unknown;
    };
  }
}
