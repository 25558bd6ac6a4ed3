package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.events.Interaction;
import io.homeostat.gateway.support.EngineStandIn;
import io.homeostat.gateway.support.RunningGateway;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class EngineFailureTest {
  private final EngineStandIn one = new EngineStandIn();
  private final EngineStandIn two = new EngineStandIn();
  private final RunningGateway gateway = new RunningGateway(RunningGateway.PATIENT);
  private final String candidateSession = RunningGateway.sessionAt(0, 500);
  private final String stableSession = RunningGateway.sessionAt(500, 1000);

  @AfterEach
  void stop() {
    gateway.close();
    one.close();
    two.close();
  }

  private static JsonObject error(HttpResponse<String> response) {
    return new JsonObject(response.body()).getJsonObject("error");
  }

  private static EngineStandIn.Behaviour failing(String model, EngineStandIn.Behaviour failure) {
    return (engine, asked) -> {
      if (asked.model().equals(model)) {
        failure.answer(engine, asked);
      } else {
        engine.say(asked);
      }
    };
  }

  private Interaction recorded() {
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    return gateway.interactions().getFirst();
  }

  private static EngineStandIn.Behaviour behaviour(String name) {
    return switch (name) {
      case "status 500" -> (e, asked) -> e.error(asked, 500, "boom");
      case "status 400" -> (e, asked) -> e.error(asked, 400, "bad");
      case "status 401" -> (e, asked) -> e.error(asked, 401, "key");
      case "status 404" -> (e, asked) -> e.error(asked, 404, "no adapter");
      case "status 302" -> (e, asked) -> e.error(asked, 302, "moved");
      case "dies" -> EngineStandIn::die;
      case "no json" ->
          (e, asked) ->
              e.response(asked)
                  .putHeader("Content-Type", "text/event-stream")
                  .end("data: {oops\n\n");
      case "no event" ->
          (e, asked) ->
              e.response(asked).putHeader("Content-Type", "text/event-stream").end(": nothing\n\n");
      case "error event" ->
          (e, asked) -> {
            e.beginStream(asked);
            e.event(asked, "{\"error\":{\"message\":\"boom\"}}");
            e.response(asked).end();
          };
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "status 500,EngineError",
    "status 400,Refused",
    "status 401,EngineDenied",
    "status 404,AdapterMissing",
    "status 302,BrokenAnswer",
    "dies,ConnectionLost",
    "no json,BrokenAnswer",
    "no event,ConnectionLost",
    "error event,BrokenAnswer"
  })
  void aCandidateThatFailsBeforeTheFirstByteIsAnsweredByStableAndRecordedAsFailed(
      String failure, String reason) {
    one.behave(failing("repair", behaviour(failure)));
    gateway.serve(1, 500, 0, one);
    HttpResponse<String> response = gateway.chat(candidateSession, true);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("of base").endsWith("data: [DONE]\n\n");
    assertThat(response.headers().firstValue("x-homeostat-release")).contains("support-stable");
    assertThat(recorded())
        .returns("support-candidate", Interaction::release)
        .returns("Candidate", Interaction::role)
        .returns("support-stable", Interaction::servedBy)
        .returns(reason, Interaction::error)
        .returns(200, Interaction::status)
        .returns("answer of base", Interaction::answer);
    assertThat(gateway.serving().open.of("ns/support")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPodWithoutTheAdapterIsLeftOutForIt(boolean stream) {
    one.behave(
        failing("repair", (e, asked) -> e.error(asked, 404, "The model `repair` does not exist")));
    gateway.serve(1, 500, 0, one, two);
    for (int i = 0; i < 10; i++) {
      assertThat(gateway.chat(candidateSession, stream).body()).contains("of repair");
    }
    assertThat(one.asked()).hasSizeLessThanOrEqualTo(1);
    assertThat(two.asked()).hasSize(10);
    for (int i = 0; i < 2; i++) {
      assertThat(gateway.chat(stableSession, stream).statusCode()).isEqualTo(200);
    }
    assertThat(one.asked().getLast().model()).as("its base model is still used").isEqualTo("base");
  }

  @Test
  void aPodThatIsGoneCostsNoRequest() {
    gateway.serve(1, 0, 0, one, two);
    one.close();
    for (int i = 0; i < 20; i++) {
      assertThat(gateway.chat("s" + i, i % 2 == 0).statusCode()).isEqualTo(200);
    }
    assertThat(two.asked()).hasSize(20);
  }

  @Test
  void aRequestIsRepeatedOnceWhenItsPodDiesBeforeTheFirstByte() {
    one.behave(EngineStandIn::die);
    gateway.serve(1, 0, 0, one, two);
    for (int i = 0; i < 6; i++) {
      assertThat(gateway.chat(stableSession, true).body()).endsWith("data: [DONE]\n\n");
    }
    assertThat(two.asked()).hasSize(6);
  }

  @Test
  void aRequestThatKillsEnginesKillsTwoAtMost() {
    EngineStandIn three = new EngineStandIn();
    one.behave(EngineStandIn::die);
    two.behave(EngineStandIn::die);
    three.behave(EngineStandIn::die);
    gateway.serve(1, 0, 0, one, two, three);
    HttpResponse<String> response = gateway.chat(stableSession, false);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(one.asked().size() + two.asked().size() + three.asked().size()).isEqualTo(2);
    three.close();
  }

  @Test
  void withoutAnEngineTheClientIsToldToComeBack() {
    gateway.serve(1, 500, 0);
    HttpResponse<String> response = gateway.chat(candidateSession, true);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(error(response).getString("type")).isEqualTo("server_error");
    assertThat(error(response).getString("code")).isEqualTo("NoReadyPod");
    assertThat(recorded())
        .returns(503, Interaction::status)
        .returns("NoReadyPod", Interaction::error)
        .returns(null, Interaction::answer);
  }

  @Test
  void aBusyEngineSaysWhenToComeBackAfterEveryPodWasAsked() {
    EngineStandIn.Behaviour busy =
        (e, asked) -> {
          e.response(asked).putHeader("Retry-After", "17");
          e.error(asked, 429, "too many requests wait");
        };
    one.behave(busy);
    two.behave(busy);
    gateway.serve(1, 500, 0, one, two);
    HttpResponse<String> response = gateway.chat(stableSession, true);
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).contains("17");
    assertThat(error(response).getString("code")).isEqualTo("EngineBusy");
    assertThat(one.asked().size() + two.asked().size()).isEqualTo(2);
    two.behave(EngineStandIn::say);
    assertThat(gateway.chat(stableSession, true).body()).contains("of base");
  }

  @Test
  void anEngineThatCannotServeSaysWhenToComeBackAndNonsenseIsNotPassedOn() {
    one.behave(
        (e, asked) -> {
          e.response(asked).putHeader("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
          e.error(asked, 503, "the engine is dead");
        });
    gateway.serve(1, 0, 0, one);
    HttpResponse<String> response = gateway.chat(stableSession, false);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(error(response).getString("code")).isEqualTo("EngineUnavailable");
  }

  @Test
  void whatTheEngineRefusesReachesTheClientAsItsOwnMistakeAndIsNotRecorded() {
    one.behave(
        (e, asked) -> e.error(asked, 400, "This model's maximum context length is 256 tokens."));
    gateway.serve(1, 500, 0, one);
    for (String session : new String[] {stableSession, candidateSession}) {
      HttpResponse<String> response = gateway.chat(session, false);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(error(response).getString("message"))
          .isEqualTo("This model's maximum context length is 256 tokens.");
      assertThat(error(response).getString("type")).isEqualTo("invalid_request_error");
    }
    assertThat(one.asked()).hasSize(3);
    one.behave(EngineStandIn::say);
    gateway.chat(stableSession, false);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(1));
    assertThat(gateway.interactions().getFirst().status()).isEqualTo(200);
  }

  @Test
  void aStreamWhosePodDiesEndsWithAnErrorEvent() {
    one.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "half");
          e.later(100, () -> e.die(asked));
        });
    gateway.serve(1, 0, 0, one, two);
    two.behave(
        (e, asked) -> {
          e.beginStream(asked);
          e.chunk(asked, "half");
          e.later(100, () -> e.die(asked));
        });
    HttpResponse<String> response = gateway.chat(stableSession, true);
    assertThat(response.statusCode()).isEqualTo(200);
    String[] events = response.body().strip().split("\n\n");
    assertThat(events).hasSize(2);
    assertThat(new JsonObject(events[1].substring(6)).getJsonObject("error").getString("code"))
        .isEqualTo("ConnectionLost");
    assertThat(recorded())
        .returns(200, Interaction::status)
        .returns("ConnectionLost", Interaction::error)
        .returns(null, Interaction::answer);
    assertThat(one.asked().size() + two.asked().size())
        .as("nothing is repeated after the first byte")
        .isEqualTo(1);
  }

  @Test
  void aCandidateThatKeepsFailingIsNotWaitedForUntilItsPauseIsOver() {
    one.behave(failing("repair", behaviour("status 500")));
    gateway.serve(1, 500, 0, one);
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.chat(candidateSession, true).statusCode()).isEqualTo(200);
    }
    int asked = one.asked().size();
    assertThat(gateway.chat(candidateSession, true).body()).contains("of base");
    assertThat(one.asked()).hasSize(asked + 1);
    await().untilAsserted(() -> assertThat(gateway.interactions()).hasSize(6));
    assertThat(gateway.interactions().getLast().error()).isEqualTo("BreakerOpen");
    one.behave(EngineStandIn::say);
    gateway.skip(Duration.ofSeconds(11));
    assertThat(gateway.chat(candidateSession, true).body()).contains("of repair");
  }

  @Test
  void aPlainAnswerThatBreaksOffIsRepeatedBecauseTheClientGotNothingOfIt() {
    one.behave(
        (e, asked) -> {
          e.response(asked)
              .putHeader("Content-Length", "1000")
              .putHeader("Content-Type", "application/json")
              .write("{\"choices\":");
          e.later(50, () -> e.die(asked));
        });
    gateway.serve(1, 0, 0, one, two);
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.chat(stableSession, false).body()).contains("answer of base");
    }
  }
}
