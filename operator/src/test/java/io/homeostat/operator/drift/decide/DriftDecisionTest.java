package io.homeostat.operator.drift.decide;

import static io.homeostat.operator.drift.decide.Verdicts.NOW;
import static io.homeostat.operator.drift.decide.Verdicts.SPEC;
import static io.homeostat.operator.drift.decide.Verdicts.UID;
import static io.homeostat.operator.drift.decide.Verdicts.at;
import static io.homeostat.operator.drift.decide.Verdicts.condition;
import static io.homeostat.operator.drift.decide.Verdicts.decide;
import static io.homeostat.operator.drift.decide.Verdicts.drifting;
import static io.homeostat.operator.drift.decide.Verdicts.isDrifting;
import static io.homeostat.operator.drift.decide.Verdicts.of;
import static io.homeostat.operator.drift.decide.Verdicts.seen;
import static io.homeostat.operator.drift.decide.Verdicts.stream;
import static io.homeostat.operator.drift.decide.Verdicts.verdict;
import static io.homeostat.operator.drift.decide.Verdicts.watching;
import static io.homeostat.operator.drift.decide.Verdicts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.SummaryVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftDecisionTest {

  @Test
  void aDriftNamesCapabilityDropAndMoment() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, drifting("date", 0.96, 0.55), watching("units", 0.97, 0.96)));

    assertThat(isDrifting(status).getStatus()).isEqualTo("True");
    assertThat(isDrifting(status).getReason()).isEqualTo("DriftDetected");
    assertThat(isDrifting(status).getMessage())
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
    assertThat(status.worstStreams().getFirst().explanation()).isEqualTo("12 corrections");
    assertThat(status.worstStreams().getFirst().examples()).containsExactly("i-1", "i-2");
  }

  @Test
  void severalDriftsAreAllNamedTheDeepestFirst() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, drifting("units", 0.96, 0.80), drifting("date", 0.96, 0.55)));

    assertThat(status.worst().capability()).isEqualTo("date");
    assertThat(isDrifting(status).getMessage()).contains("also units/Quality");
  }

  @Test
  void withoutDriftTheWorstStreamIsNoWorst() {
    DriftMonitorStatus status = decide(verdict(NOW, true, watching("date", 0.96, 0.95)));

    assertThat(isDrifting(status).getStatus()).isEqualTo("False");
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
  void aSummaryIsShownWhileItIsAboutWhatDriftsNowAndSaysWhoWroteIt() {
    DriftVerdict verdict = verdict(NOW, true, drifting("date", 0.96, 0.55));
    SummaryVerdict summary =
        new SummaryVerdict(
            1,
            "ns/m",
            UID,
            "ns/support",
            NOW.toEpochMilli(),
            "ns/grader",
            SummaryVerdict.about(verdict),
            "Dates fell.");

    assertThat(at(NOW).decide(seen(verdict, null, summary, null)).summary())
        .isEqualTo(
            new DriftMonitorStatus.Summary("Dates fell.", "ns/grader", "2026-11-21T08:00:00Z"));
    DriftVerdict other = verdict(NOW, true, drifting("units", 0.96, 0.55));
    assertThat(at(NOW).decide(seen(other, null, summary, null)).summary()).isNull();
    assertThat(decide(verdict).summary()).isNull();
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
  void anUntrustedJudgeMakesQualityUnknown() {
    assertThat(isDrifting(decide(verdict(NOW, false, drifting("date", 0.96, 0.55)))).getReason())
        .isEqualTo("JudgeNotTrusted");
    assertThat(isDrifting(decide(verdict(NOW, false, watching("date", 0.96, 0.95)))).getStatus())
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
            1,
            9.0,
            8.0,
            0.05,
            100L,
            0.29,
            NOW.minusSeconds(60).toEpochMilli(),
            "Unknown",
            null,
            false,
            "r",
            null,
            1_000,
            List.of(),
            null,
            null);

    assertThat(isDrifting(decide(verdict(NOW, false, errors))).getStatus()).isEqualTo("True");
  }

  @Test
  void learningIsNeitherDriftNorItsAbsence() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, stream("date", "Learning", null, 0.9, null, null)));

    assertThat(isDrifting(status).getStatus()).isEqualTo("Unknown");
    assertThat(isDrifting(status).getReason()).isEqualTo("Learning");
    assertThat(condition(status, "BaselineReady").getStatus()).isEqualTo("False");
    assertThat(condition(status, "BaselineReady").getMessage()).contains("1 of 1", "date/Quality");
  }

  @Test
  void streamsWithoutRoomToFallAreSaidSo() {
    DriftMonitorStatus status =
        decide(verdict(NOW, true, stream("date", "NotMonitorable", 0.02, 0.02, null, null)));

    assertThat(isDrifting(status).getReason()).isEqualTo("NotMonitorable");
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
            isDrifting(
                    at(NOW.plusSeconds(5))
                        .decide(
                            seen(
                                verdict(NOW.plusSeconds(5), true, drifting("date", 0.96, 0.5)),
                                before)))
                .getStatus())
        .isEqualTo("True");
  }

  @Test
  void aDimensionThatMayNotGateProvesNothingWhileTheRestOfTheJudgeDoes() {
    DriftVerdict.Stream relevance = of(drifting("date", 0.9, 0.5), "Score/judge.relevance", false);
    DriftVerdict.Stream quality = watching("units", 0.9, 0.9);
    DriftMonitorStatus unknown = decide(verdict(NOW, true, relevance, quality));
    assertThat(isDrifting(unknown).getStatus()).isEqualTo("Unknown");
    assertThat(isDrifting(unknown).getReason()).isEqualTo("JudgeNotTrusted");
    assertThat(isDrifting(unknown).getMessage()).contains("date/Score/judge.relevance");

    DriftVerdict.Stream calibrated = of(drifting("date", 0.9, 0.5), "Score/judge.relevance", true);
    assertThat(isDrifting(decide(verdict(NOW, false, calibrated, quality))).getStatus())
        .isEqualTo("True");
  }

  @Test
  void percentilesAndChartsAreShownInTheirOwnUnit() {
    DriftVerdict.Shown shown =
        new DriftVerdict.Shown(
            120.4,
            410.123456,
            900d,
            null,
            List.of(
                new DriftVerdict.Chart(
                    "Ewma", 0.7123456, 0.65, -0.51239, 2, NOW.minusSeconds(60).toEpochMilli())));
    DriftMonitorStatus status = decide(verdict(NOW, true, with(watching("date", 0.9, 0.9), shown)));
    DriftMonitorStatus.Stream row = status.worstStreams().getFirst();
    assertThat(row.lowerThreshold()).isEqualTo("120.4");
    assertThat(status.percentiles())
        .containsExactly(
            new DriftMonitorStatus.Percentiles("date", "Quality", "410.123", "900", null));
    assertThat(row.charts())
        .containsExactly(
            new DriftMonitorStatus.Chart(
                "Ewma", "0.712346", "0.65", "-0.512", 2, "2026-11-21T07:59:00Z"));
  }

  @Test
  void whatIsMissingIsSaidWithItsRemedy() {
    DriftObservation noService =
        new DriftObservation(UID, 1L, SPEC, false, false, Duration.ZERO, null, null, null, null);
    DriftObservation noPolicy =
        new DriftObservation(UID, 1L, SPEC, true, false, Duration.ZERO, null, null, null, null);

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
            null,
            null,
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
            null,
            null,
            null);

    assertThat(isDrifting(at(NOW).decide(seen)).getReason()).isEqualTo("Suspended");
    assertThat(isDrifting(at(NOW).decide(seen)).getStatus()).isEqualTo("Unknown");
  }
}
