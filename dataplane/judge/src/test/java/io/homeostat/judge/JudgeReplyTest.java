package io.homeostat.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeReplyTest {
  private static final List<String> ONE = List.of("correctness");

  @Test
  void scoresAreReadAlsoFromInsideAFence() throws Exception {
    String reply =
        "```json\n"
            + "{\"scores\":[{\"dimension\":\"correctness\",\"reason\":\"same\",\"score\":4}]}\n"
            + "```";
    assertThat(JudgeReply.parse(reply, ONE).mean()).isEqualTo(0.75);
  }

  @Test
  void theMeanIsTakenOverTheRubricAloneWhateverElseTheJudgeRates() throws Exception {
    String reply =
        "{\"scores\":[{\"dimension\":\"a\",\"reason\":\"r\",\"score\":5},{\"dimension\":\"b\",\"reason\":\"r\",\"score\":1},{\"dimension\":\"c\",\"score\":1}]}";
    assertThat(JudgeReply.parse(reply, List.of("a", "b")).mean()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "I would say 5 | expected a JSON object, found none",
        "{\"scores\":7} | expected a JSON object with an array \"scores\"",
        "{\"scores\":[} | the JSON is malformed",
        "{\"scores\":[]} | the score of correctness is missing",
        "{\"scores\":[{\"dimension\":\"correctness\",\"score\":6}]} | the score of correctness must"
            + " be a whole number from 1 to 5",
        "{\"scores\":[{\"dimension\":\"correctness\",\"score\":4.5}]} | the score of correctness"
            + " must be a whole number from 1 to 5",
        "{\"scores\":[{\"dimension\":\"correctness\",\"score\":\"5\"}]} | the score of correctness"
            + " must be a whole number from 1 to 5",
        "{\"scores\":[{\"dimension\":\"correctness\",\"score\":5}]} | write the reason of"
            + " correctness before its score",
        "{\"scores\":[{\"dimension\":\"correctness\",\"score\":5,\"reason\":\"good\"}]} | write the"
            + " reason of correctness before its score",
        "{\"scores\":[{\"dimension\":\"correctness\",\"reason\":\"r\",\"score\":1},{\"dimension\":\"correctness\",\"reason\":\"r\",\"score\":5}]}"
            + " | the score of correctness is there twice",
      })
  void whatIsNotExactlyAScoreIsRefusedWithWordsForTheJudge(String reply, String complaint) {
    assertThatThrownBy(() -> JudgeReply.parse(reply, ONE))
        .isInstanceOf(UnusableReplyException.class)
        .hasMessage(complaint);
  }

  @Test
  void noReplyIsRefused() {
    assertThatThrownBy(() -> JudgeReply.parse(null, ONE))
        .isInstanceOf(UnusableReplyException.class);
  }
}
