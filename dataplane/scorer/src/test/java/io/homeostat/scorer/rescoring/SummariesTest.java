package io.homeostat.scorer.rescoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.SummaryVerdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SummariesTest {
  private final Drifted world = new Drifted();
  private final List<SummaryVerdict> published = new ArrayList<>();
  private final Summaries summaries = summaries();

  private Summaries summaries() {
    return new Summaries(world.definitions, published::add, Runnable::run, world.clock);
  }

  @BeforeEach
  void words() {
    world.reply = "{\"summary\": \"Quality of dates fell.\"}";
    world.asks("true");
  }

  private void look(DriftVerdict.Stream... streams) {
    summaries.look(Drifted.verdict(streams));
  }

  @Test
  void nobodyIsAskedUnlessThePolicySaysSo() {
    world.asks("false");
    look(Drifted.fell("Quality"));
    assertThat(world.requests).isEmpty();
  }

  @Test
  void theFiguresAreWordedOnceForEachSetOfStreamsAndCauses() {
    look(Drifted.fell("Quality"));
    world.clock.step(Summaries.PAUSE);
    look(Drifted.fell("Quality"));
    assertThat(published)
        .singleElement()
        .satisfies(
            summary -> {
              assertThat(summary.text()).isEqualTo("Quality of dates fell.");
              assertThat(summary.judge()).isEqualTo("ns/grader");
              assertThat(summary.of()).isEqualTo("date/Quality=Unknown");
              assertThat(summary.key()).isEqualTo("ns/support|Summary|ns/support-drift");
            });

    Summaries another = summaries();
    another.published(published.getFirst());
    another.look(Drifted.verdict(Drifted.fell("Quality")));
    assertThat(published).hasSize(1);
    look(Drifted.fell("Quality"), Drifted.fell("Errors"));
    assertThat(published).hasSize(2);
  }

  @Test
  void figuresAndNamesAreAllThatTheModelIsGiven() {
    look(Drifted.fell("Quality"));
    assertThat(world.requests.getFirst().messages().getLast().toString())
        .contains(
            "date/Quality",
            "fell by 0.450, from 0.950 to 0.500 (0.400 to 0.600), since 2026-11-21T10:00:00Z",
            "cause Unknown");
    assertThat(Summaries.evidence(Drifted.verdict(Drifted.fell("Quality"))))
        .containsOnlyKeys("service", "scorers are trusted", "date/Quality");
  }

  @Test
  void aReplyThatIsNoSummaryIsNotShownAndAskedForAgainLater() {
    world.reply = "{\"summary\": \"\"}";
    look(Drifted.fell("Quality"));
    assertThat(published).isEmpty();
    int asked = world.requests.size();
    look(Drifted.fell("Quality"));
    assertThat(world.requests).as("within the pause").hasSize(asked);
  }

  @Test
  void nothingIsSaidWhileNothingDrifts() {
    look();
    assertThat(world.requests).isEmpty();
  }
}
