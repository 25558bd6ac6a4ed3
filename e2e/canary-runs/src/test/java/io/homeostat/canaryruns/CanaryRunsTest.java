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

  @Test
  void candidateThatIsAsGoodAsStableIsPromoted() {
    List<End> ends = play("equal", seed -> CanaryRun.ofCandidate(0, seed));
    assertThat(ends.stream().filter(End::promoted).count())
        .isGreaterThanOrEqualTo(RUNS * 95L / 100);
  }

  @Test
  void candidateThatIsWorseByFivePointsIsNeverPromoted() {
    List<End> ends = play("worse by .05", seed -> CanaryRun.ofCandidate(-0.05, seed));
    assertThat(ends).noneMatch(End::promoted);
    assertThat(ends).allMatch(end -> end.state() == CanaryState.RolledBack);
  }

  @Test
  void stableAgainstItselfShowsNoDifference() {
    List<End> ends = play("A/A", seed -> CanaryRun.ofStableAgainstItself(1_000 + seed));
    assertThat(ends.stream().filter(End::promoted).count())
        .isGreaterThanOrEqualTo(RUNS * 95L / 100);
    assertThat(ends.stream().filter(End::everyIntervalHoldsZero).count())
        .isGreaterThanOrEqualTo(RUNS * 95L / 100);
  }

  private static List<End> play(String name, LongFunction<End> run) {
    long began = System.nanoTime();
    List<End> ends = LongStream.rangeClosed(1, RUNS).parallel().mapToObj(run).toList();
    System.out.printf(
        "%s: %s, %.0f sessions on average, seeds 1 to %d, %.1f s%n",
        name,
        ends.stream().collect(Collectors.groupingBy(End::state, Collectors.counting())),
        ends.stream().mapToInt(End::sessions).average().orElse(0),
        RUNS,
        (System.nanoTime() - began) / 1e9);
    return ends;
  }
}
