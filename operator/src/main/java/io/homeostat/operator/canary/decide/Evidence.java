package io.homeostat.operator.canary.decide;

import io.homeostat.events.CanaryVerdict;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What may be believed of a verdict: only one about this very canary, candidate and plan counts. A
 * rollback counts however old it is, since evidence of harm does not fade; a promotion and a
 * further step need fresh data.
 */
record Evidence(Optional<CanaryVerdict> verdict, boolean fresh) {
  private static final Set<String> UNTRUSTED =
      Set.of("SampleRatioMismatch", "MissingOutcomes", "JudgeNotTrusted");

  static Evidence of(CanaryObservation seen) {
    Optional<CanaryVerdict> valid = seen.verdict().filter(verdict -> isAbout(seen, verdict));
    return new Evidence(valid, fresh(seen, valid));
  }

  boolean rollBack() {
    return decides("RollBack");
  }

  boolean promote() {
    return fresh && decides("Promote");
  }

  /** Whether data are so bad that not even a further step is allowed. */
  boolean untrusted() {
    return verdict
        .filter(v -> "Inconclusive".equals(v.decision()) && UNTRUSTED.contains(v.reason()))
        .isPresent();
  }

  /** Sessions of the smaller arm. */
  long samples() {
    return verdict.map(v -> Math.min(v.candidateUnits(), v.stableUnits())).orElse(0L);
  }

  String words() {
    return verdict
        .map(v -> v.message() == null ? v.reason() : v.message())
        .orElse("no verdict yet");
  }

  private boolean decides(String decision) {
    return verdict.filter(v -> decision.equals(v.decision())).isPresent();
  }

  private static boolean isAbout(CanaryObservation seen, CanaryVerdict verdict) {
    return seen.uid().equals(verdict.subjectUid())
        && seen.rules().digest().equals(verdict.planDigest())
        && verdict.fingerprint() != null
        && verdict.fingerprint().equals(seen.candidate().fingerprint());
  }

  private static boolean fresh(CanaryObservation seen, Optional<CanaryVerdict> valid) {
    Instant asOf = valid.map(v -> Instant.ofEpochMilli(v.asOfMillis())).orElse(Instant.MIN);
    Instant begun = seen.before().stepStartedAt();
    boolean counting = seen.before().state() != CanaryState.Parked && begun != null;
    Instant latest = counting && begun.isAfter(asOf) ? begun : asOf;
    return latest.isAfter(seen.now().minus(seen.rules().parkAfter()));
  }
}
