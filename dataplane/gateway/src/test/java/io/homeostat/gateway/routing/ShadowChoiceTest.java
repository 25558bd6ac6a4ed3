package io.homeostat.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShadowChoiceTest {
  private static Arm arm(String release, Role role, int weight, int shadowPermille) {
    return new Arm(release, role, weight, "m", "", Sampling.AS_REQUESTED, null, shadowPermille);
  }

  private static Plan plan(int permille, String salt) {
    return new Plan(
        1,
        salt,
        List.of(
            arm("a", Role.STABLE, 900, 0),
            arm("b", Role.CANDIDATE, 100, 0),
            arm("c", Role.SHADOW, 0, permille)));
  }

  private static long chosen(Plan plan) {
    return IntStream.range(0, 20_000)
        .filter(i -> ShadowChoice.of(plan, plan.stable(), "id-" + i).isPresent())
        .count();
  }

  /** 20,000 draws of share p: within four standard deviations, √(np(1−p)). */
  @Test
  void theDeclaredShareIsChosen() {
    assertThat(chosen(plan(0, "s"))).isZero();
    assertThat(chosen(plan(200, "s"))).isBetween(4_000L - 227, 4_000L + 227);
    assertThat(chosen(plan(1000, "s"))).isEqualTo(20_000);
  }

  @Test
  void aLargerShareKeepsWhatASmallerOneChose() {
    assertThat(
            IntStream.range(0, 2_000)
                .mapToObj(i -> "id-" + i)
                .filter(id -> chooses(plan(100, "s"), id))
                .allMatch(id -> chooses(plan(300, "s"), id)))
        .isTrue();
  }

  private static boolean chooses(Plan plan, String id) {
    return ShadowChoice.of(plan, plan.stable(), id).isPresent();
  }

  @Test
  void onlyWhatStableAnswersIsCopied() {
    Plan plan = plan(1000, "s");
    assertThat(ShadowChoice.of(plan, plan.arm(Role.CANDIDATE).orElseThrow(), "x")).isEmpty();
    assertThat(ShadowChoice.of(plan, plan.stable(), "x")).map(Arm::release).contains("c");
  }

  @Test
  void aPlanWithoutShadowCopiesNothing() {
    Plan plan = new Plan(1, "s", List.of(arm("a", Role.STABLE, 1000, 0)));
    assertThat(ShadowChoice.of(plan, plan.stable(), "x")).isEmpty();
  }
}
