package io.homeostat.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers graded by a rule instead of by people: a question asks for four facts of a record, an
 * answer names some of them, and its label is one more than the facts that it gets right. How much
 * else an answer says is drawn apart from that, so that a long answer is no better than a short
 * one.
 */
public final class GradedAnswers {
  /** Facts that a question asks for. */
  public static final int FACTS = 4;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIELDS =
      List.of("city", "colour", "weight", "owner", "number", "month", "material", "shape");
  private static final List<String> VALUES =
      List.of(
          "Bergen", "amber", "heavy", "Nadia", "seven", "April", "oak", "round", "Lima", "teal",
          "light", "Omar", "twelve", "June", "brass", "square");
  private static final List<String> FILLER =
      List.of(
          "Thank you for asking.",
          "I looked this up with care.",
          "This is what the record holds.",
          "Let me know if anything else is needed.",
          "The record was easy to read.",
          "I hope that this is of use.");

  private GradedAnswers() {}

  /** That many labelled answers as JSON lines, the same for the same seed. */
  public static String jsonLines(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(item(i, random));
    }
    return String.join("\n", lines);
  }

  /** The rule: how many facts of the reference the answer gets right, from 0 to {@link #FACTS}. */
  public static int right(JsonNode material) {
    Set<String> said = facts(material.path("answer").asText());
    said.retainAll(facts(material.path("reference").asText()));
    return said.size();
  }

  private static String item(int number, Random random) {
    List<String> fields = new ArrayList<>(FIELDS);
    Collections.shuffle(fields, random);
    int right = number % (FACTS + 1);
    List<String> reference = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < FACTS; i++) {
      int value = random.nextInt(VALUES.size());
      int wrong = (value + 1 + random.nextInt(VALUES.size() - 1)) % VALUES.size();
      reference.add(fact(fields.get(i), VALUES.get(value)));
      said.add(fact(fields.get(i), VALUES.get(i < right ? value : wrong)));
    }
    Collections.shuffle(said, random);
    for (int i = random.nextInt(12); i > 0; i--) {
      said.add(random.nextInt(said.size() + 1), FILLER.get(random.nextInt(FILLER.size())));
    }
    try {
      return JSON.writeValueAsString(
          Map.of(
              "id",
              "graded-" + number,
              "question",
              "Tell %s of record %d."
                  .formatted(String.join(", ", fields.subList(0, FACTS)), number),
              "answer",
              String.join(" ", said),
              "reference",
              String.join(" ", reference),
              "labels",
              Map.of("correctness", right + 1)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String fact(String field, String value) {
    return "The %s is %s.".formatted(field, value);
  }

  private static Set<String> facts(String text) {
    return java.util.Arrays.stream(text.split("(?<=\\.) "))
        .filter(sentence -> sentence.startsWith("The ") && sentence.contains(" is "))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
