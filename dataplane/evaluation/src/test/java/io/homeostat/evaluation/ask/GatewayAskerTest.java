package io.homeostat.evaluation.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.ask.FakeGateway.Asked;
import io.homeostat.evaluation.ask.FakeGateway.Reply;
import io.homeostat.evaluation.items.Item;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.invariant.Failure;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayAskerTest {
  private static final Item ITEM =
      new Item(
          "test/1", "date", "When?", "24 May", List.of(new Message("assistant", "Hello.")), "");

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private FakeGateway gateway;

  @AfterEach
  void close() {
    gateway.close();
    http.close();
  }

  @Test
  void theReleaseIsNamedAndItsOwnDecodingMayOverrideTheZero() throws Exception {
    Interaction answer = ask((number, asked) -> Reply.says(asked, " 24 May\n"));

    Asked asked = gateway.requests.getFirst();
    assertThat(asked.release()).isEqualTo("support-new");
    assertThat(asked.key()).isEqualTo("Bearer secret");
    assertThat(asked.body().path("model").asText()).isEqualTo("shop/support");
    assertThat(asked.body().path("temperature").asInt(-1)).isZero();
    assertThat(asked.body().path("priority").asInt()).as("clients come first").isPositive();
    assertThat(asked.body().path("messages")).hasSize(2);
    assertThat(answer.answer()).isEqualTo("24 May");
    assertThat(answer.completionTokens()).isEqualTo(4);
    assertThat(answer.promptTokens()).isEqualTo(10);
    assertThat(answer.reference()).isEqualTo("24 May");
  }

  @Test
  void aGatewayThatIsDownForAWhileIsAskedAgainWithLongerPauses() throws Exception {
    List<Reply> troubles =
        List.of(
            new Reply(503, null, ""),
            new Reply(404, null, ""),
            new Reply(429, null, ""),
            new Reply(200, "support-new", "oops"),
            new Reply(200, "support-old", FakeGateway.completion("no", "stop", 1)));

    Interaction answer =
        ask((number, asked) -> number < 5 ? troubles.get(number) : Reply.says(asked, "24 May"));

    assertThat(answer.answer()).isEqualTo("24 May");
    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 4_000L);
  }

  @Test
  void aGatewayThatStaysDownEndsTheEvaluation() {
    assertThatThrownBy(() -> ask((number, asked) -> new Reply(503, null, "")))
        .isInstanceOf(UnusableEvaluationException.class)
        .hasMessageContaining("no answer of release support-new for 60 s: HTTP 503");
  }

  @Test
  void anAnswerOfAnotherReleaseIsNeverCounted() {
    assertThatThrownBy(
            () ->
                ask(
                    (number, asked) ->
                        new Reply(200, "support-old", FakeGateway.completion("x", "stop", 1))))
        .hasMessageContaining("release support-old answered instead of support-new");
  }

  @Test
  void aRefusalEndsAtOnce() {
    assertThatThrownBy(() -> ask((number, asked) -> new Reply(401, null, "")))
        .isInstanceOf(UnusableEvaluationException.class)
        .hasMessageContaining("refused item test/1 for release support-new with HTTP 401");
    assertThat(gateway.requests).hasSize(1);
  }

  @Test
  void aReleaseThatKeepsFailingFailsTheItem() throws Exception {
    Interaction answer = ask((number, asked) -> new Reply(500, "support-new", ""));

    assertThat(gateway.requests).hasSize(3);
    assertThat(Failure.of(answer)).contains("Error");
  }

  private Interaction ask(BiFunction<Integer, Asked, Reply> world) throws Exception {
    gateway = new FakeGateway(world);
    return new GatewayAsker(
            http,
            new GatewayAsker.Target(gateway.url(), "shop/support", "secret", true),
            new GatewayAsker.Waiting(
                nanos::get,
                pause -> {
                  pauses.add(pause);
                  nanos.addAndGet(pause.toNanos());
                },
                Duration.ofMillis(500),
                Duration.ofSeconds(4),
                Duration.ofSeconds(60)))
        .ask("support-new", ITEM);
  }
}
