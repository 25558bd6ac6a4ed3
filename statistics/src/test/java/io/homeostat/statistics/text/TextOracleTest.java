package io.homeostat.statistics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle: sacreBLEU 2.6.0, rouge_score 0.1.2 and NLTK 3.10.4, by src/test/python/text_oracle.py.
 */
class TextOracleTest {
  private static final double PRINTED = 1e-9;

  private static final List<JsonNode> PAIRS = pairs();

  @Test
  void the_oracle_has_some_hundred_pairs() {
    assertThat(PAIRS).hasSizeGreaterThan(400);
  }

  @Test
  void sentence_bleu_equals_sacrebleu() {
    agree("bleu", BleuCounts::sentence);
  }

  @Test
  void chrf_equals_sacrebleu() {
    agree("chrf", (r, h) -> ChrfCounts.characters(r, h).score());
    agree("chrf++", (r, h) -> ChrfCounts.charactersAndWords(r, h).score());
  }

  @Test
  void corpus_scores_equal_sacrebleu() {
    List<String> references = new ArrayList<>();
    List<String> hypotheses = new ArrayList<>();
    BleuCounts bleu = BleuCounts.none();
    ChrfCounts chrf = ChrfCounts.characters("", "");
    ChrfCounts words = ChrfCounts.charactersAndWords("", "");
    for (JsonNode pair : PAIRS) {
      String reference = pair.get("reference").asText();
      String hypothesis = pair.get("hypothesis").asText();
      references.add(reference);
      hypotheses.add(hypothesis);
      bleu = bleu.plus(BleuCounts.of(reference, hypothesis));
      chrf = chrf.plus(ChrfCounts.characters(reference, hypothesis));
      words = words.plus(ChrfCounts.charactersAndWords(reference, hypothesis));
    }
    JsonNode corpus = lines("pairs.jsonl").getLast().get("corpus");
    assertThat(bleu.corpus()).isCloseTo(corpus.get("bleu").asDouble(), within(PRINTED));
    assertThat(BleuCounts.corpus(references, hypotheses)).isEqualTo(bleu.corpus());
    assertThat(chrf.score()).isCloseTo(corpus.get("chrf").asDouble(), within(PRINTED));
    assertThat(words.score()).isCloseTo(corpus.get("chrf++").asDouble(), within(PRINTED));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rouge_equals_rouge_score(boolean stem) {
    String suffix = stem ? "-stem" : "";
    overlap("rouge1" + suffix, (r, h) -> Rouge.of(r, h, stem).ngrams(1));
    overlap("rouge2" + suffix, (r, h) -> Rouge.of(r, h, stem).ngrams(2));
    overlap("rougeL" + suffix, (r, h) -> Rouge.of(r, h, stem).longestCommonSubsequence());
    overlap("rougeLsum" + suffix, (r, h) -> Rouge.of(r, h, stem).summary());
  }

  @Test
  void token_f1_follows_squad() {
    overlap("token-f1", TokenF1::of);
  }

  @Test
  void exact_match_ignores_white_space_only() {
    agree("exact", (r, h) -> ExactMatch.of(r, h) ? 1 : 0);
  }

  @Test
  void levenshtein_ratio_equals_nltk() {
    agree("levenshtein", Levenshtein::ratio);
  }

  @Test
  void stems_equal_nltk() throws IOException {
    SoftAssertions soft = new SoftAssertions();
    try (BufferedReader stems = open("stems.txt")) {
      stems
          .lines()
          .map(line -> line.split(" "))
          .forEach(
              word -> soft.assertThat(PorterStemmer.stem(word[0])).as(word[0]).isEqualTo(word[1]));
    }
    soft.assertAll();
  }

  private static void agree(String metric, ToDoubleBiFunction<String, String> computed) {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode pair : PAIRS) {
      if (pair.has(metric)) {
        JsonNode expected = pair.get(metric);
        soft.assertThat(computed.applyAsDouble(text(pair, "reference"), text(pair, "hypothesis")))
            .as("%s of %s", metric, pair)
            .isCloseTo(
                expected.isBoolean() ? (expected.asBoolean() ? 1 : 0) : expected.asDouble(),
                within(PRINTED));
      }
    }
    soft.assertAll();
  }

  private static void overlap(String metric, BiFunction<String, String, Overlap> computed) {
    SoftAssertions soft = new SoftAssertions();
    for (JsonNode pair : PAIRS) {
      Overlap found = computed.apply(text(pair, "reference"), text(pair, "hypothesis"));
      double[] values = {found.precision(), found.recall(), found.f()};
      for (int i = 0; i < values.length; i++) {
        soft.assertThat(values[i])
            .as("%s[%d] of %s", metric, i, pair)
            .isCloseTo(pair.get(metric).get(i).asDouble(), within(PRINTED));
      }
    }
    soft.assertAll();
  }

  private static String text(JsonNode pair, String field) {
    return pair.get(field).asText();
  }

  private static List<JsonNode> pairs() {
    return lines("pairs.jsonl").stream().filter(line -> line.has("reference")).toList();
  }

  private static List<JsonNode> lines(String file) {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader in = open(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(mapper.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static BufferedReader open(String file) {
    return new BufferedReader(
        new InputStreamReader(
            TextOracleTest.class.getResourceAsStream(file), StandardCharsets.UTF_8));
  }
}
