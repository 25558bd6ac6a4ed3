package io.homeostat.operator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.operator.release.decide.AdapterFarewell;
import io.homeostat.operator.release.decide.AdapterFarewell.Hold;
import io.homeostat.operator.release.decide.AdapterGate;
import io.homeostat.operator.release.decide.AdapterRoom;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import io.homeostat.operator.release.decide.ReleaseReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a pod gets requests, when an adapter fits, and when its files may go. */
class AdapterRulesTest {
  private static final Hold OVER = new Hold(Use.RETIRED, Optional.empty(), true);

  private static ReleaseTuple tuple(String adapter, String image) {
    return new ReleaseTuple(
        1,
        new ReleaseTuple.Model("pvc://m/b", null),
        adapter == null ? null : new ReleaseTuple.Adapter(adapter, null, null),
        null,
        null,
        new ReleaseTuple.Engine(image, List.of()));
  }

  private static Route route(String role, int weight, String pool, ReleaseTuple tuple) {
    return new Route(role.toLowerCase(), role, weight, null, pool, "x", tuple);
  }

  private static TrafficPlanSpec plan(Route... routes) {
    return new TrafficPlanSpec(
        new Ref("support"), 1L, "stable", null, List.of(routes), List.of(), null);
  }

  @Test
  void aGateWaitsForWhatHasClientsOnThePod() {
    TrafficPlanSpec plan =
        plan(
            route("Stable", 500, "engine", tuple("fix-1", "engine:1")),
            route("Candidate", 500, "engine", tuple("fix-2", "engine:1")));

    assertThat(AdapterGate.needed(plan, "engine")).containsExactly("stable", "candidate");
  }

  @Test
  void aGateWaitsForNoCandidateWithoutClientsNoBaseAndNoOtherPool() {
    TrafficPlanSpec plan =
        plan(
            route("Stable", 900, "engine", tuple(null, "engine:1")),
            route("Candidate", 0, "engine", tuple("fix-2", "engine:1")),
            route("Holdback", 100, "a1b2c3d4e5", tuple("fix-1", "engine:2")));

    assertThat(AdapterGate.needed(plan, "engine")).isEmpty();
    assertThat(AdapterGate.needed(plan, "a1b2c3d4e5")).containsExactly("holdback");
  }

  @Test
  void oneAdapterMoreThanTheEngineHoldsIsRefusedWithTheRemedy() {
    TrafficPlanSpec plan = plan(route("Stable", 1000, "engine", tuple("fix-1", "engine:1")));

    assertThat(AdapterRoom.lacking(plan, "new", tuple("fix-2", "engine:1"), 1))
        .hasValueSatisfying(why -> assertThat(why).contains("set it to 2 or more"));
    assertThat(AdapterRoom.lacking(plan, "new", tuple("fix-2", "engine:1"), 2)).isEmpty();
  }

  @Test
  void thereIsAlwaysRoomForTheSameAdapterForTheBaseForOtherPodsAndForWhatServes() {
    TrafficPlanSpec plan = plan(route("Stable", 1000, "engine", tuple("fix-1", "engine:1")));

    assertThat(AdapterRoom.lacking(plan, "new", tuple("fix-1", "engine:1"), 1)).isEmpty();
    assertThat(AdapterRoom.lacking(plan, "new", tuple(null, "engine:1"), 1)).isEmpty();
    assertThat(AdapterRoom.lacking(plan, "new", tuple("fix-2", "engine:2"), 1)).isEmpty();
    assertThat(AdapterRoom.lacking(plan, "stable", tuple("fix-1", "engine:1"), 0)).isEmpty();
    assertThat(AdapterRoom.lacking(null, "new", tuple("fix-2", "engine:1"), 0)).isEmpty();
  }

  @Test
  void filesMayGoOnlyWhenEveryEngineAcknowledged() {
    PodProof gone = new PodProof("a", true, null);

    assertThat(AdapterFarewell.of("fix-1", OVER, List.of(gone)).status())
        .isEqualTo(ConditionStatus.TRUE);
    AdapterFarewell half =
        AdapterFarewell.of(
            "fix-1", OVER, List.of(gone, new PodProof("b", false, "unloading gave 500: busy")));
    assertThat(half.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(half.reason()).isEqualTo(ReleaseReason.UnloadNotAcknowledged);
    assertThat(half.message()).contains("pod 'b'").contains("busy");
  }

  @Test
  void nothingIsUnloadedWhileItIsNeededSharedOrStillAnswering() {
    assertThat(OVER.over()).isTrue();
    assertKept(new Hold(Use.KEPT, Optional.empty(), true), ReleaseReason.AdapterInUse);
    assertKept(new Hold(Use.RETIRED, Optional.of("other"), true), ReleaseReason.AdapterShared);
    assertKept(new Hold(Use.RETIRED, Optional.empty(), false), ReleaseReason.RequestsOpen);
  }

  private static void assertKept(Hold hold, ReleaseReason reason) {
    assertThat(hold.over()).isFalse();
    AdapterFarewell farewell = AdapterFarewell.of("fix-1", hold, List.of());
    assertThat(farewell.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(farewell.reason()).isEqualTo(reason);
  }
}
