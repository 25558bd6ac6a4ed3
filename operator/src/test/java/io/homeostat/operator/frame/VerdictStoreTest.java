package io.homeostat.operator.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictStoreTest {
  private final VerdictStore store = new VerdictStore();

  private static CanaryVerdict canary(String name, String uid, long asOf, String decision) {
    return new CanaryVerdict(
        1, "ns/" + name, uid, "ns/support", asOf, "f", "d", decision, "r", "m", 1, 1, List.of());
  }

  @Test
  void theLatestDataHold() {
    store.put(canary("c", "u", 10, "Continue"));
    store.put(canary("c", "u", 20, "Promote"));
    store.put(canary("c", "u", 15, "RollBack"));

    assertThat(store.canary("ns/c")).map(CanaryVerdict::decision).contains("Promote");
  }

  @Test
  void anObjectThatWasMadeAnewIsSpokenOfAnew() {
    store.put(canary("c", "old", 20, "Promote"));
    store.put(canary("c", "new", 10, "Continue"));

    assertThat(store.canary("ns/c")).map(CanaryVerdict::subjectUid).contains("new");
  }

  @Test
  void verdictsAreFoundBySubjectAndByService() {
    store.put(new DriftVerdict(1, "ns/monitor", "u", "ns/support", 5, "s", true, List.of()));
    store.put(canary("c", "u", 10, "Continue"));

    assertThat(store.drift("ns/monitor")).isPresent();
    assertThat(store.driftOf("ns/support")).hasSize(1);
    assertThat(store.canary("ns/monitor")).isEmpty();
    assertThat(store.judge("ns/c")).isEmpty();
  }

  @Test
  void aDeletedRecordIsForgotten() {
    CanaryVerdict verdict = canary("c", "u", 10, "Continue");
    store.put(verdict);
    store.remove(verdict.key());

    assertThat(store.canary("ns/c")).isEmpty();
  }

  @Test
  void listenersHearOfWhatHoldsAndAFailingOneHarmsNobody() throws Exception {
    List<Verdict> heard = new ArrayList<>();
    store.listen(
        verdict -> {
          throw new IllegalStateException("a listener's own mistake");
        });
    AutoCloseable subscription = store.listen(heard::add);
    store.put(canary("c", "u", 20, "Continue"));
    store.put(canary("c", "u", 10, "Continue"));
    assertThat(heard).hasSize(1);

    subscription.close();
    store.put(canary("c", "u", 30, "Continue"));
    assertThat(heard).hasSize(1);
  }
}
