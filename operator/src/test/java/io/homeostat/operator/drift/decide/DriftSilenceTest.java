package io.homeostat.operator.drift.decide;

import static io.homeostat.operator.drift.decide.Verdicts.NOW;
import static io.homeostat.operator.drift.decide.Verdicts.SPEC;
import static io.homeostat.operator.drift.decide.Verdicts.UID;
import static io.homeostat.operator.drift.decide.Verdicts.at;
import static io.homeostat.operator.drift.decide.Verdicts.decide;
import static io.homeostat.operator.drift.decide.Verdicts.digest;
import static io.homeostat.operator.drift.decide.Verdicts.drifting;
import static io.homeostat.operator.drift.decide.Verdicts.isDrifting;
import static io.homeostat.operator.drift.decide.Verdicts.seen;
import static io.homeostat.operator.drift.decide.Verdicts.verdict;
import static io.homeostat.operator.drift.decide.Verdicts.watching;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.DriftVerdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a DriftMonitor says when the monitor process says nothing that can be relied on. */
class DriftSilenceTest {
  @Test
  void nothingHeardIsUnknown() {
    DriftMonitorStatus status = decide(null);

    assertThat(isDrifting(status).getStatus()).isEqualTo("Unknown");
    assertThat(isDrifting(status).getReason()).isEqualTo("NoVerdict");
  }

  @Test
  void howLongSilenceIsBelievedIsDeclared() {
    DriftMonitorSpec patient =
        new DriftMonitorSpec(
            SPEC.modelServiceRef(),
            SPEC.signals(),
            "0.05",
            SPEC.falseAlarms(),
            SPEC.baseline(),
            null,
            3600,
            null);
    DriftVerdict verdict =
        new DriftVerdict(
            1,
            "ns/m",
            UID,
            "ns/support",
            NOW.toEpochMilli(),
            CanonicalJson.digest(patient),
            true,
            List.of(watching("date", 0.9, 0.9)));
    DriftObservation seen =
        new DriftObservation(
            UID, 1L, patient, true, true, Duration.ofSeconds(30), verdict, null, null, null);

    assertThat(isDrifting(at(NOW.plusSeconds(3_600)).decide(seen)).getStatus()).isEqualTo("False");
    assertThat(isDrifting(at(NOW.plusSeconds(3_631)).decide(seen)).getMessage())
        .contains("older than 3630 s");
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

    assertThat(isDrifting(decide(other)).getReason()).isEqualTo("NoVerdict");
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

    assertThat(isDrifting(decide(old)).getReason()).isEqualTo("SpecNotApplied");
    assertThat(isDrifting(decide(old)).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void losingTheMonitorTurnsDriftIntoUnknownAndKeepsTheFigures() {
    DriftMonitorStatus before = decide(verdict(NOW, true, drifting("date", 0.96, 0.55)));

    DriftMonitorStatus after =
        at(NOW.plusSeconds(121))
            .decide(seen(verdict(NOW, true, drifting("date", 0.96, 0.55)), before));

    assertThat(isDrifting(after).getStatus()).isEqualTo("Unknown");
    assertThat(isDrifting(after).getReason()).isEqualTo("VerdictStale");
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
            null,
            null,
            null);

    assertThat(isDrifting(at(NOW.plusSeconds(400)).decide(slow)).getStatus()).isEqualTo("False");
    assertThat(isDrifting(at(NOW.plusSeconds(421)).decide(slow)).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void aRestartedOperatorBelievesWhatWasHeardAMomentAgo() {
    DriftMonitorStatus before = decide(verdict(NOW, true, drifting("date", 0.96, 0.55)));

    DriftMonitorStatus young = at(NOW.plusSeconds(60)).decide(seen(null, before));
    DriftMonitorStatus old = at(NOW.plusSeconds(121)).decide(seen(null, before));

    assertThat(young.conditions()).isEqualTo(before.conditions());
    assertThat(isDrifting(old).getStatus()).isEqualTo("Unknown");
  }
}
