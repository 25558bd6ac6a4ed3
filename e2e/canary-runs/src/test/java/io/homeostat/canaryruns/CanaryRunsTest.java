package io.homeostat.canaryruns;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.canaryruns.CanaryRun.End;
import io.homeostat.operator.canary.decide.CanaryState;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Error rates of whole canaries: quality margin .02, sessions of four answers with correlation .3,
 * a tenth of the sessions and then half of them. A tenth of the 200 runs by default, all of them
 * with -Pwhole.
 */
class CanaryRunsTest {
  private static final int RUNS = Integer.getInteger("canary.runs", 20);
  private static final int SELF_RUNS = Math.max(20, RUNS / 4);

  @Test
  void candidateThatIsAsGoodAsStableIsPromoted() {
    List<End> ends = play("equal", RUNS, seed -> CanaryRun.ofCandidate(0, seed));
    assertThat(ends.stream().filter(End::promoted).count()).isGreaterThanOrEqualTo(least(RUNS));
  }

  @Test
  void candidateThatIsWorseByFivePointsIsNeverPromoted() {
    List<End> ends = play("worse by .05", RUNS, seed -> CanaryRun.ofCandidate(-0.05, seed));
    assertThat(ends).noneMatch(End::promoted);
    assertThat(ends).allMatch(end -> end.state() == CanaryState.RolledBack);
  }

  @Test
  void stableAgainstItselfShowsNoDifference() {
    List<End> ends = play("A/A", SELF_RUNS, seed -> CanaryRun.ofStableAgainstItself(1_000 + seed));
    assertThat(ends.stream().filter(End::promoted).count())
        .isGreaterThanOrEqualTo(least(SELF_RUNS));
    assertThat(ends.stream().filter(End::everyIntervalHoldsZero).count())
        .isGreaterThanOrEqualTo(least(SELF_RUNS));
  }

  /** 190 of 200; a short row may miss one more, since one run of 20 is 5 %. */
  private static long least(int runs) {
    return runs < 200 ? runs * 90L / 100 : runs * 95L / 100;
  }

  private static List<End> play(String name, int runs, LongFunction<End> run) {
    long began = System.nanoTime();
    List<End> ends = LongStream.rangeClosed(1, runs).parallel().mapToObj(run).toList();
    System.out.printf(
        "%s: %s, %.0f sessions on average, seeds 1 to %d, %.1f s%n",
        name,
        ends.stream().collect(Collectors.groupingBy(End::state, Collectors.counting())),
        ends.stream().mapToInt(End::sessions).average().orElse(0),
        runs,
        (System.nanoTime() - began) / 1e9);
    return ends;
  }
}
