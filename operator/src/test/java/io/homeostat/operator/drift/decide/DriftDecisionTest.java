package io.homeostat.operator.drift.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.DriftVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final String UID = "uid-1";
  private static final DriftMonitorSpec SPEC =
      new DriftMonitorSpec(
          new Ref("support"),
          List.of(new DriftMonitorSpec.Signal("Quality")),
          "0.05",
          new DriftMonitorSpec.FalseAlarms("1"),
          new DriftMonitorSpec.Baseline(100, 500, 60),
          false);

  @Test
  void aDriftNamesCapabilityDropAndMoment() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, drifting("date", 0.96, 0.55), watching("units", 0.97, 0.96)));

    assertThat(drifting(status).getStatus()).isEqualTo("True");
    assertThat(drifting(status).getReason()).isEqualTo("DriftDetected");
    assertThat(drifting(status).getMessage())
        .contains(
            "'date'",
            "0.410",
            "from 0.960 to 0.550",
            "since 2026-11-21T07:50:00Z",
            "ExpectedAnswers",
            "12 corrections");
    assertThat(status.worst())
        .isEqualTo(
            new DriftMonitorStatus.Worst(
                "date", "Quality", "0.410", "2026-11-21T07:50:00Z", "ExpectedAnswers"));
    assertThat(status.streams()).isEqualTo(2);
    assertThat(status.worstStreams())
        .extracting(DriftMonitorStatus.Stream::capability)
        .containsExactly("date", "units");
  }

  @Test
  void severalDriftsAreAllNamedTheDeepestFirst() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, drifting("units", 0.96, 0.80), drifting("date", 0.96, 0.55)));

    assertThat(status.worst().capability()).isEqualTo("date");
    assertThat(drifting(status).getMessage()).contains("also units/Quality");
  }

  @Test
  void withoutDriftTheWorstStreamIsNoWorst() {
    DriftMonitorStatus status = decide(verdict(NOW, true, watching("date", 0.96, 0.95)));

    assertThat(drifting(status).getStatus()).isEqualTo("False");
    assertThat(status.worst()).isNull();
    assertThat(status.smallestDetectableDrop()).isEqualTo("0.080");
    assertThat(status.expectedDelaySeconds()).isEqualTo(300);
  }

  @Test
  void figuresTellTheWeakestStream() {
    DriftMonitorStatus status =
        decide(
            verdict(
                NOW,
                true,
                watching("date", 0.96, 0.95),
                stream("units", "Watching", 0.9, 0.9, 0.12, 900L)));

    assertThat(status.smallestDetectableDrop()).isEqualTo("0.120");
    assertThat(status.expectedDelaySeconds()).isEqualTo(900);
  }

  @Test
  void aStatusListsTenStreamsAtMost() {
    List<DriftVerdict.Stream> many = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      many.add(watching("c" + i, 0.9, 0.9));
    }
    DriftMonitorStatus status =
        decide(verdict(NOW, true, many.toArray(DriftVerdict.Stream[]::new)));

    assertThat(status.streams()).isEqualTo(14);
    assertThat(status.worstStreams()).hasSize(10);
  }

  @Test
  void nothingHeardIsUnknown() {
    DriftMonitorStatus status = decide(null);

    assertThat(drifting(status).getStatus()).isEqualTo("Unknown");
    assertThat(drifting(status).getReason()).isEqualTo("NoVerdict");
  }

  @Test
  void aVerdictAboutAnEarlierNamesakeIsNone() {
    DriftVerdict other =
        new DriftVerdict(
            1,
            "ns/m",
            "uid-0",
            "ns/support",
            NOW.toEpochMilli(),
            digest(),
            true,
            List.of(watching("date", 0.9, 0.9)));

    assertThat(drifting(decide(other)).getReason()).isEqualTo("NoVerdict");
  }

  @Test
  void aVerdictAboutAnEarlierSpecIsNone() {
    DriftVerdict old =
        new DriftVerdict(
            1,
            "ns/m",
            UID,
            "ns/support",
            NOW.toEpochMilli(),
            "0".repeat(64),
            true,
            List.of(watching("date", 0.9, 0.9)));

    assertThat(drifting(decide(old)).getReason()).isEqualTo("SpecNotApplied");
    assertThat(drifting(decide(old)).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void losingTheMonitorTurnsDriftIntoUnknownAndKeepsTheFigures() {
    DriftMonitorStatus before = decide(verdict(NOW, true, drifting("date", 0.96, 0.55)));

    DriftMonitorStatus after =
        at(NOW.plusSeconds(121))
            .decide(seen(verdict(NOW, true, drifting("date", 0.96, 0.55)), before));

    assertThat(drifting(after).getStatus()).isEqualTo("Unknown");
    assertThat(drifting(after).getReason()).isEqualTo("VerdictStale");
    assertThat(after.worst()).isEqualTo(before.worst());
    assertThat(after.asOf()).isEqualTo("2026-11-21T08:00:00Z");
  }

  @Test
  void scoresThatSettleLateMakeVerdictsOldLater() {
    DriftObservation slow =
        new DriftObservation(
            UID,
            1L,
            SPEC,
            true,
            true,
            Duration.ofSeconds(300),
            verdict(NOW, true, watching("date", 0.9, 0.9)),
            null);

    assertThat(drifting(at(NOW.plusSeconds(400)).decide(slow)).getStatus()).isEqualTo("False");
    assertThat(drifting(at(NOW.plusSeconds(421)).decide(slow)).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void aRestartedOperatorBelievesWhatWasHeardAMomentAgo() {
    DriftMonitorStatus before = decide(verdict(NOW, true, drifting("date", 0.96, 0.55)));

    DriftMonitorStatus young = at(NOW.plusSeconds(60)).decide(seen(null, before));
    DriftMonitorStatus old = at(NOW.plusSeconds(121)).decide(seen(null, before));

    assertThat(young.conditions()).isEqualTo(before.conditions());
    assertThat(drifting(old).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void anUntrustedJudgeMakesQualityUnknown() {
    assertThat(drifting(decide(verdict(NOW, false, drifting("date", 0.96, 0.55)))).getReason())
        .isEqualTo("JudgeNotTrusted");
    assertThat(drifting(decide(verdict(NOW, false, watching("date", 0.96, 0.95)))).getStatus())
        .isEqualTo("Unknown");
  }

  @Test
  void errorsDriftWhateverTheJudge() {
    DriftVerdict.Stream errors =
        new DriftVerdict.Stream(
            "date",
            "Errors",
            "Drifting",
            "r",
            "s",
            0.99,
            0.98,
            0.7,
            0.6,
            0.8,
            200,
            9.0,
            8.0,
            0.05,
            100L,
            0.29,
            NOW.minusSeconds(60).toEpochMilli(),
            "Unknown",
            null);

    assertThat(drifting(decide(verdict(NOW, false, errors))).getStatus()).isEqualTo("True");
  }

  @Test
  void learningIsNeitherDriftNorItsAbsence() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, stream("date", "Learning", null, 0.9, null, null)));

    assertThat(drifting(status).getStatus()).isEqualTo("Unknown");
    assertThat(drifting(status).getReason()).isEqualTo("Learning");
    assertThat(condition(status, "BaselineReady").getStatus()).isEqualTo("False");
    assertThat(condition(status, "BaselineReady").getMessage()).contains("1 of 1", "date/Quality");
  }

  @Test
  void streamsWithoutRoomToFallAreSaidSo() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, stream("date", "NotMonitorable", 0.02, 0.02, null, null)));

    assertThat(drifting(status).getReason()).isEqualTo("NotMonitorable");
    assertThat(condition(status, "BaselineReady").getStatus()).isEqualTo("True");
  }

  @Test
  void figuresKeepTheirPaceAndConclusionsDoNot() {
    DriftMonitorStatus before = decide(verdict(NOW, true, watching("date", 0.96, 0.95)));

    assertThat(
            at(NOW.plusSeconds(5))
                .decide(
                    seen(verdict(NOW.plusSeconds(5), true, watching("date", 0.96, 0.90)), before)))
        .isEqualTo(before);
    assertThat(
            at(NOW.plusSeconds(15))
                .decide(
                    seen(verdict(NOW.plusSeconds(15), true, watching("date", 0.96, 0.90)), before))
                .worstStreams()
                .getFirst()
                .current())
        .isEqualTo("0.900");
    assertThat(
            drifting(
                    at(NOW.plusSeconds(5))
                        .decide(
                            seen(
                                verdict(NOW.plusSeconds(5), true, drifting("date", 0.96, 0.5)),
                                before)))
                .getStatus())
        .isEqualTo("True");
  }

  @Test
  void whatIsMissingIsSaidWithItsRemedy() {
    DriftObservation noService =
        new DriftObservation(UID, 1L, SPEC, false, false, Duration.ZERO, null, null);
    DriftObservation noPolicy =
        new DriftObservation(UID, 1L, SPEC, true, false, Duration.ZERO, null, null);

    assertThat(condition(at(NOW).decide(noService), "Ready").getMessage())
        .contains("'support'", "create it");
    assertThat(condition(at(NOW).decide(noPolicy), "Ready").getReason())
        .isEqualTo("QualityPolicyNotFound");
  }

  @Test
  void aSuspendedMonitorSaysNothing() {
    DriftMonitorSpec suspended =
        new DriftMonitorSpec(
            SPEC.modelServiceRef(),
            SPEC.signals(),
            "0.05",
            SPEC.falseAlarms(),
            SPEC.baseline(),
            true);
    DriftObservation seen =
        new DriftObservation(
            UID,
            1L,
            suspended,
            true,
            true,
            Duration.ZERO,
            verdict(NOW, true, drifting("date", 0.9, 0.5)),
            null);

    assertThat(drifting(at(NOW).decide(seen)).getReason()).isEqualTo("Suspended");
    assertThat(drifting(at(NOW).decide(seen)).getStatus()).isEqualTo("Unknown");
  }

  private static DriftMonitorStatus decide(DriftVerdict verdict) {
    return at(NOW).decide(seen(verdict, null));
  }

  private static DriftDecision at(Instant now) {
    return new DriftDecision(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static DriftObservation seen(DriftVerdict verdict, DriftMonitorStatus before) {
    return new DriftObservation(UID, 1L, SPEC, true, true, Duration.ZERO, verdict, before);
  }

  private static String digest() {
    return CanonicalJson.digest(SPEC);
  }

  private static DriftVerdict verdict(
      Instant asOf, boolean trusted, DriftVerdict.Stream... streams) {
    return new DriftVerdict(
        1,
        "ns/m",
        UID,
        "ns/support",
        asOf.toEpochMilli(),
        digest(),
        trusted,
        Arrays.asList(streams));
  }

  private static DriftVerdict.Stream drifting(String capability, double baseline, double current) {
    return new DriftVerdict.Stream(
        capability,
        "Quality",
        "Drifting",
        "r",
        "s",
        baseline,
        baseline - .02,
        current,
        current - .05,
        current + .05,
        200,
        12.3,
        9.2,
        0.08,
        300L,
        baseline - current,
        NOW.minusSeconds(600).toEpochMilli(),
        "ExpectedAnswers",
        "12 corrections");
  }

  private static DriftVerdict.Stream watching(String capability, double baseline, double current) {
    return stream(capability, "Watching", baseline, current, 0.08, 300L);
  }

  private static DriftVerdict.Stream stream(
      String capability,
      String state,
      Double baseline,
      Double current,
      Double smallest,
      Long delay) {
    return new DriftVerdict.Stream(
        capability,
        "Quality",
        state,
        "r",
        "s",
        baseline,
        baseline,
        current,
        null,
        null,
        200,
        0.1,
        9.2,
        smallest,
        delay,
        null,
        null,
        null,
        null);
  }

  private static Condition drifting(DriftMonitorStatus status) {
    return condition(status, "Drifting");
  }

  private static Condition condition(DriftMonitorStatus status, String type) {
    return Conditions.find(status.conditions(), type).orElseThrow();
  }
}
