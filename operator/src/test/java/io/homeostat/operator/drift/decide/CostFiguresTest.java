package io.homeostat.operator.drift.decide;

import static io.homeostat.operator.drift.decide.Verdicts.NOW;
import static io.homeostat.operator.drift.decide.Verdicts.SPEC;
import static io.homeostat.operator.drift.decide.Verdicts.UID;
import static io.homeostat.operator.drift.decide.Verdicts.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.driftmonitor.DriftMonitorSpec;
import io.homeostat.crds.driftmonitor.DriftMonitorStatus;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostFiguresTest {
  private static final DriftMonitorSpec PRICED =
      new DriftMonitorSpec(
          SPEC.modelServiceRef(),
          SPEC.signals(),
          SPEC.smallestDropThatMatters(),
          SPEC.falseAlarms(),
          SPEC.baseline(),
          new CanaryPlan.Prices("0.5", "1.5"),
          null,
          false);

  private static CostVerdict.Release release(String capability, double perThousand) {
    return new CostVerdict.Release(capability, "desk-1", 1_234, perThousand, 100, 40.123456789);
  }

  private static DriftMonitorStatus decide(DriftMonitorSpec spec, String uid, String digest) {
    return decide(spec, uid, digest, List.of(release("date", 0.11), release("units", 0.25)));
  }

  private static DriftMonitorStatus decide(
      DriftMonitorSpec spec, String uid, String digest, List<CostVerdict.Release> releases) {
    CostVerdict.Drift drift =
        new CostVerdict.Drift("date", NOW.toEpochMilli(), 60, 1.5, 1.25, 0.25, 0, 0.11, 0.15);
    CostVerdict cost =
        new CostVerdict(
            1, "ns/m", uid, "ns/support", NOW.toEpochMilli(), digest, releases, List.of(drift));
    DriftVerdict verdict =
        new DriftVerdict(
            1,
            "ns/m",
            UID,
            "ns/support",
            NOW.toEpochMilli(),
            CanonicalJson.digest(spec),
            true,
            List.of(Verdicts.drifting("date", 0.96, 0.55)));
    return at(NOW)
        .decide(
            new DriftObservation(
                UID, 1L, spec, true, true, Duration.ZERO, verdict, cost, null, null));
  }

  @Test
  void costsStandInTheStatusTheDearestFirst() {
    DriftMonitorStatus.Cost cost = decide(PRICED, UID, CanonicalJson.digest(PRICED)).cost();

    assertThat(cost.releases())
        .containsExactly(
            new DriftMonitorStatus.ReleaseCost("units", "desk-1", 1_234L, "0.25", "100", "40.1235"),
            new DriftMonitorStatus.ReleaseCost("date", "desk-1", 1_234L, "0.11", "100", "40.1235"));
    assertThat(cost.drifts())
        .containsExactly(
            new DriftMonitorStatus.DriftCost(
                "date", "2026-11-21T08:00:00Z", 60L, "1.5", "1.25", "0.25", "0", "0.11", "0.15"));
  }

  @Test
  void costsOfOtherPricesOrOfANamesakeAreNotShown() {
    assertThat(decide(PRICED, UID, "digest of before").cost()).isNull();
    assertThat(decide(PRICED, "uid-of-before", CanonicalJson.digest(PRICED)).cost()).isNull();
    assertThat(decide(SPEC, UID, CanonicalJson.digest(SPEC)).cost()).isNull();
  }

  @Test
  void aStatusListsTwentyRowsAtMost() {
    List<CostVerdict.Release> many =
        IntStream.range(0, 30).mapToObj(i -> release("c" + i, i / 100d)).toList();

    assertThat(decide(PRICED, UID, CanonicalJson.digest(PRICED), many).cost().releases())
        .hasSize(20);
  }
}
