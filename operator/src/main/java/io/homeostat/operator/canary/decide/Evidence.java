package io.homeostat.operator.canary.decide;

import io.homeostat.events.CanaryVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be believed of a verdict and of readings: a verdict counts only about this very canary,
 * candidate and plan. A rollback counts however old it is, since evidence of harm does not fade; a
 * promotion and a further step need fresh data.
 *
 * @param breaches names of the comparisons that are breached and that no person has accepted; a
 *     breach of the comparison as a whole has the name of its reason
 */
record Evidence(
    Optional<CanaryVerdict> verdict, boolean fresh, List<Reading> readings, List<String> breaches) {
  private static final Set<String> UNTRUSTED =
      Set.of(
          "SampleRatioMismatch",
          "MissingOutcomes",
          "JudgeNotTrusted",
          "ServiceDegraded",
          "Undecidable");

  static Evidence of(CanaryObservation seen) {
    Optional<CanaryVerdict> valid = seen.verdict().filter(verdict -> isAbout(seen, verdict));
    List<String> accepted = seen.before().hold().accepted();
    List<String> breaches =
        Stream.concat(
                valid.stream().flatMap(Evidence::breaches),
                seen.readings().stream()
                    .filter(reading -> reading.side() == Reading.Side.Breach)
                    .map(Reading::name))
            .filter(name -> !accepted.contains(name))
            .distinct()
            .toList();
    return new Evidence(valid, fresh(seen, valid), seen.readings(), breaches);
  }

  /** Whether harm was shown on anything that a person need not look at first. */
  boolean rollBack(CanaryRules rules) {
    return !rules.reviewed().containsAll(breaches);
  }

  /** Whether harm was shown, and only on what a person is to look at. */
  boolean review(CanaryRules rules) {
    return !breaches.isEmpty() && !rollBack(rules);
  }

  boolean promote() {
    return fresh && decides("Promote") && breaches.isEmpty();
  }

  /** Whether every comparison has passed, however few sessions there were. */
  boolean passed() {
    return promote()
        || (fresh && breaches.isEmpty() && decides("Continue") && says("InsufficientUnits"));
  }

  /** Whether harm was shown that a person has accepted: only a person promotes after that. */
  boolean accepted() {
    return decides("RollBack") && breaches.isEmpty();
  }

  /** Whether data are so bad that not even a further step is allowed. */
  boolean untrusted() {
    return decides("Inconclusive")
        && verdict.map(CanaryVerdict::reason).filter(UNTRUSTED::contains).isPresent();
  }

  /** What Prometheus did not say; empty when it said everything. */
  Optional<String> unread() {
    String words =
        readings.stream()
            .filter(reading -> reading.side() == Reading.Side.Unknown)
            .map(Reading::message)
            .collect(Collectors.joining("; "));
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  /** Sessions of the smaller arm. */
  long samples() {
    return verdict.map(v -> Math.min(v.candidateUnits(), v.stableUnits())).orElse(0L);
  }

  /** Compared pairs of answers. */
  long pairs() {
    return verdict.map(CanaryVerdict::trust).map(CanaryVerdict.Trust::pairs).orElse(0L);
  }

  /** When the score was recorded that decided; null while it is not known. */
  Instant decidedAt() {
    return verdict.map(CanaryVerdict::decidingScoreMillis).map(Instant::ofEpochMilli).orElse(null);
  }

  /** The verdict in words. */
  String words() {
    return verdict
        .map(v -> v.message() == null ? v.reason() : v.message())
        .orElse("no verdict yet");
  }

  /** What was breached, in words. */
  String harm() {
    String read =
        readings.stream()
            .filter(reading -> reading.side() == Reading.Side.Breach)
            .map(Reading::message)
            .collect(Collectors.joining("; "));
    if (read.isEmpty()) {
      return words();
    }
    return decides("RollBack") ? words() + "; " + read : read;
  }

  private boolean decides(String decision) {
    return verdict.filter(v -> decision.equals(v.decision())).isPresent();
  }

  private boolean says(String reason) {
    return verdict.filter(v -> reason.equals(v.reason())).isPresent();
  }

  private static Stream<String> breaches(CanaryVerdict verdict) {
    if (!"RollBack".equals(verdict.decision())) {
      return Stream.empty();
    }
    List<String> named =
        verdict.metrics() == null
            ? List.of()
            : verdict.metrics().stream()
                .filter(metric -> Boolean.TRUE.equals(metric.breach()))
                .map(CanaryVerdict.Metric::name)
                .toList();
    return named.isEmpty() ? Stream.of(String.valueOf(verdict.reason())) : named.stream();
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
