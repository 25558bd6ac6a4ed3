package io.homeostat.monitor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.ToyJudge;
import io.homeostat.monitor.Traffic;
import io.homeostat.monitor.definitions.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scorer writes about stored answers reaches the cause through the verdicts' topic. */
class RescoredTopologyTest extends DrivenTopology {
  private final Traffic traffic = new Traffic(5);

  private DriftVerdict.Stream date(int sessions) throws Exception {
    traffic.sessions(sessions).forEach(this::send);
    return drift().streams().stream()
        .filter(stream -> stream.capability().equals("date"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theJudgeIsNamedOnceTheScorerHasHadAnswersRatedAgain() throws Exception {
    definitions = Toy.definitions(List.of(Toy.monitor(Signal.QUALITY)));
    judge(true);
    date(400);
    traffic.right(0.1, 0.9);
    DriftVerdict.Stream fallen = date(120);
    assertThat(fallen.cause()).isEqualTo("Unknown");

    RescoringVerdict again = ToyJudge.saysAgain("date", fallen.sinceMillis(), 0.7);
    verdictsIn.pipeInput(again.key(), EventCodec.encode(again));
    assertThat(date(20).cause()).isEqualTo("Judge");

    verdictsIn.pipeInput(again.key(), "no JSON".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(date(20).cause()).as("a cause stays").isEqualTo("Judge");
  }
}
