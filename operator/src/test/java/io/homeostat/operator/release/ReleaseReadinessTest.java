package io.homeostat.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.operator.release.decide.ReleaseReadiness;
import io.homeostat.operator.release.decide.ReleaseReadiness.Place;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import io.homeostat.operator.release.decide.ReleaseReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseReadinessTest {
  private static ReleaseSpec release(String adapter) {
    ReleaseTuple.Adapter named =
        adapter == null ? null : new ReleaseTuple.Adapter(adapter, null, null);
    return new ReleaseSpec(
        new Ref("support"),
        "f".repeat(64),
        "x",
        new ReleaseTuple(1, new ReleaseTuple.Model("pvc://m/b", null), named, null, null, null),
        null);
  }

  private static final Place SHARED = new Place("engine", true, 2, Optional.empty());

  @Test
  void aReleaseOfTheBaseModelNeedsNoProof() {
    ReleaseReadiness readiness = ReleaseReadiness.of(release(null), Use.KEPT, SHARED, List.of());

    assertThat(readiness.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(readiness.reason()).isEqualTo(ReleaseReason.NotRequired);
    assertThat(ReleaseReadiness.needsProof(release(null), Use.KEPT, SHARED)).isFalse();
  }

  @Test
  void oneUnprovenPodIsEnoughToHoldTrafficBack() {
    ReleaseReadiness readiness =
        ReleaseReadiness.of(
            release("fix-1"),
            Use.KEPT,
            SHARED,
            List.of(
                new PodProof("a", true, null), new PodProof("b", false, "loading gave 500: rank")));

    assertThat(readiness.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(readiness.message()).contains("pod 'b'").contains("rank");
  }

  @Test
  void noPodIsNoProof() {
    assertThat(ReleaseReadiness.of(release("fix-1"), Use.KEPT, SHARED, List.of()).reason())
        .isEqualTo(ReleaseReason.NoEnginePod);
  }

  @Test
  void aReleaseOnPodsOfItsOwnWaitsForOne() {
    Place own = new Place("a1b2c3d4e5", false, 0, Optional.empty());
    ReleaseReadiness none = ReleaseReadiness.of(release(null), Use.KEPT, own, List.of());

    assertThat(none.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(none.message()).contains("support-a1b2c3d4e5");
    assertThat(
            ReleaseReadiness.of(
                    release(null),
                    Use.KEPT,
                    new Place("a1b2c3d4e5", false, 1, Optional.empty()),
                    List.of())
                .status())
        .isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void anAdapterForWhichThereIsNoRoomIsNotEvenLoaded() {
    Place full = new Place("engine", true, 2, Optional.of("set maxLoras to 2 or more"));

    assertThat(ReleaseReadiness.needsProof(release("fix-1"), Use.KEPT, full)).isFalse();
    ReleaseReadiness readiness = ReleaseReadiness.of(release("fix-1"), Use.KEPT, full, List.of());
    assertThat(readiness.reason()).isEqualTo(ReleaseReason.TooManyAdapters);
    assertThat(readiness.message()).contains("set maxLoras to 2 or more");
  }

  @Test
  void aReleaseRetiresWhenItsCanariesHaveEndedAndItHasNoTraffic() {
    assertThat(ReleaseReadiness.use(true, false, List.of(true))).isEqualTo(Use.RETIRED);
    assertThat(ReleaseReadiness.use(true, true, List.of(true))).isEqualTo(Use.KEPT);
    assertThat(ReleaseReadiness.use(true, false, List.of(true, false))).isEqualTo(Use.KEPT);
    assertThat(ReleaseReadiness.use(true, false, List.of())).isEqualTo(Use.KEPT);
    assertThat(ReleaseReadiness.use(false, true, List.of())).isEqualTo(Use.ORPHANED);
  }
}
