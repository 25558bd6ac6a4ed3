package io.homeostat.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.JudgeEndpoint.Reply;
import java.time.Clock;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PairJudgeTest {
  @Test
  void theBetterAnswerWinsInBothOrdersWhereverItStands() throws Exception {
    assertThat(prefer(PairJudgeTest::byLength, "long answer", "short")).isEqualTo(Preference.First);
    assertThat(prefer(PairJudgeTest::byLength, "short", "long answer"))
        .isEqualTo(Preference.Second);
  }

  @Test
  void aJudgeThatFavoursAPlaceFindsATie() throws Exception {
    assertThat(prefer(material -> "one", "long answer", "short")).isEqualTo(Preference.Tie);
    assertThat(prefer(material -> "two", "long answer", "short")).isEqualTo(Preference.Tie);
  }

  @Test
  void aTieInOneOrderOnlyIsATie() throws Exception {
    assertThat(
            prefer(
                material -> material.path("one").asText().equals("short") ? "tie" : "one",
                "long answer",
                "short"))
        .isEqualTo(Preference.Tie);
  }

  @Test
  void aReplyWithoutAReasonOrAChoiceIsNoPreference() {
    assertThatThrownBy(() -> prefer(material -> "both", "a", "b"))
        .isInstanceOf(JudgeUnavailableException.class)
        .hasMessageContaining("better must be one, two or tie");
  }

  private static String byLength(JsonNode material) {
    return material.path("one").asText().length() > material.path("two").asText().length()
        ? "one"
        : "two";
  }

  private static Preference prefer(Function<JsonNode, String> choice, String first, String second)
      throws Exception {
    try (JudgeEndpoint endpoint =
        new JudgeEndpoint(
            (n, request) ->
                new Reply(
                    200,
                    "{\"reason\":\"r\",\"better\":\"%s\"}"
                        .formatted(choice.apply(JudgeEndpoint.material(request)))))) {
      JudgeSpec spec = Rubrics.judge("OpenAICompatible", endpoint.url());
      JudgeConnection connection =
          Rubrics.connection(
              spec, ChatModels.of(spec, null), JudgeBudget.UNLIMITED, Clock.systemUTC());
      Preference found =
          new PairJudge(spec.rubric(), Quotation.random(), connection)
              .prefer("q", first, second, null);
      assertThat(endpoint.requests).hasSize(2);
      assertThat(JudgeEndpoint.material(endpoint.requests.getLast()).path("one").asText())
          .isEqualTo(second);
      return found;
    }
  }
}
