package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class HangingEngineTest {
  private final EngineStandIn one = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.SHORT);
  private final String stableSession = RunningGateway.sessionAt(500, 1000);

  @AfterEach
  void stop() {
    gateway.close();
    one.close();
  }

  private static void hang(EngineStandIn engine, EngineStandIn.Asked asked) {
    engine.response(asked).setChunked(true);
  }

  @Test
  void aStreamThatStopsTalkingEndsWithAnErrorEventAndTheEngineIsToldToStop() {
    one.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "half");
        });
    gateway.serve(1, 0, 0, one);
    assertThat(gateway.chat(stableSession, true).body()).contains("\"code\":\"Timeout\"");
    await().untilAsserted(() -> assertThat(one.cancelled()).isEqualTo(1));
  }

  @Test
  void everyRequestToAHangingEngineEndsInTime() {
    one.behave(HangingEngineTest::hang);
    gateway.serve(1, 0, 0, one);
    assertThat(gateway.chat(stableSession, false).statusCode()).isEqualTo(504);
    assertThat(gateway.chat(stableSession, true).statusCode()).isEqualTo(504);
  }

  @Test
  void aStreamThatNeverEndsIsEndedWhenItsTimeIsUpHoweverLivelyItIs() {
    one.behave(
        (e, asked) -> {
          e.beginStream(asked);
          babble(e, asked);
        });
    try (RunningGateway impatient =
        new RunningGateway(new Deadlines(60_000, 60_000, 60_000, 60_000, 600_000, 60_000, 2_000))) {
      impatient.serve(1, 0, 0, one);
      assertThat(impatient.chat(stableSession, true).body())
          .contains("more", "\"code\":\"Timeout\"");
      await().untilAsserted(() -> assertThat(one.cancelled()).isEqualTo(1));
    }
  }

  private static void babble(EngineStandIn engine, EngineStandIn.Asked asked) {
    if (!engine.response(asked).closed()) {
      engine.chunk(asked, "more");
      engine.later(50, () -> babble(engine, asked));
    }
  }

  @Test
  void aCandidateThatHangsIsAnsweredByStable() {
    one.behave(
        (e, asked) -> {
          if (asked.model().equals("base")) {
            e.say(asked);
          }
        });
    gateway.serve(1, 500, 0, one);
    assertThat(gateway.chat(RunningGateway.sessionAt(0, 500), true).body()).contains("of base");
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst())
        .returns("support-candidate", Interaction::release)
        .returns("support-stable", Interaction::servedBy)
        .returns("Timeout", Interaction::error);
  }
}
