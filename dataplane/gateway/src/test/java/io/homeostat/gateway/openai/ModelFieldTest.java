package io.homeostat.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFieldTest {
  private static Optional<String> renamed(String json) {
    return ModelField.renamed(json.getBytes(StandardCharsets.UTF_8), "base", "team/support:1")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"base\"}",
        "{\"id\":\"x\",\"model\" : \"base\",\"n\":1.50}",
        "{\"choices\":[{\"model\":\"base\"},\"model\"],\"model\":\"base\"}",
        "{\"model\":\"base\",\"text\":\"\\\"model\\\":\\\"base\\\" \\\\\"}",
        "{\"note\":\"model\",\"model\":\"base\",\"text\":\"grün 🎉\"}",
      })
  void onlyTheModelOfTheOutermostObjectChangesAndEveryOtherByteStays(String json) throws Exception {
    String result = renamed(json).orElseThrow();
    assertThat(Json.object(result.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            Json.object(json.getBytes(StandardCharsets.UTF_8)).put("model", "team/support:1"));
    assertThat(result.length()).isEqualTo(json.length() + "team/support:1".length() - 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"model\":null}",
        "{\"model\":\"other\"}",
        "{\"model\":\"base\",\"model\":\"base\"}",
        "{\"choices\":[{\"model\":\"base\"}]}",
        "{\"mod\\u0065l\":\"base\"}",
        "{\"model\":\"base\",\"text\":\"\\ud800\"}",
        "{\"model\":\"base\",\n\"text\":\"\"}",
        "{\"model\":\"base",
      })
  void whatIsNotPlainToSeeIsLeftToTheParser(String json) {
    assertThat(renamed(json)).isEmpty();
  }

  @Test
  void namesThatNeedEscapesAreLeftToTheParser() {
    byte[] json = "{\"model\":\"base\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(ModelField.renamed(json, "base", "a\"b")).isEmpty();
    assertThat(ModelField.renamed(json, "base", "größe")).isEmpty();
  }

  /** The oracle is Jackson; seed 11. */
  @Test
  void aRenamedTextAlwaysMeansWhatTheParserWouldHaveWritten() throws Exception {
    Random random = new Random(11);
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      "\\",
      ":",
      ",",
      "model",
      "base",
      " ",
      "\"model\"",
      "\"base\"",
      "\"model\":\"base\"",
      "{\"model\":\"base\"}",
      "1",
      "\"a\":",
      "\\\""
    };
    int renamed = 0;
    for (int run = 0; run < 200_000; run++) {
      StringBuilder text = new StringBuilder("{");
      for (int i = random.nextInt(6); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String json = text.append("}").toString();
      if (isObject(json) && renamed(json).isPresent()) {
        renamed++;
        assertThat(Json.object(renamed(json).get().getBytes(StandardCharsets.UTF_8)))
            .as(json)
            .isEqualTo(
                Json.object(json.getBytes(StandardCharsets.UTF_8)).put("model", "team/support:1"));
      }
    }
    assertThat(renamed).isGreaterThan(100);
  }

  private static boolean isObject(String json) {
    try {
      return Json.object(json.getBytes(StandardCharsets.UTF_8)).path("model").isTextual();
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
