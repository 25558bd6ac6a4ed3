package io.homeostat.evaluation.items;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.events.Message;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads items from JSON lines; a malformed line ends the evaluation with file and line, since what
 * is left out silently proves nothing.
 *
 * @param set name of the items, with which ids begin
 * @param capability of the items that name none; null when each must
 */
public record ItemFile(Path path, String set, String capability) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HUMAN = "human";
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");

  /** All items, in the order of the file. */
  public List<Item> read() throws UnusableEvaluationException {
    List<Item> items = new ArrayList<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (!line.isBlank()) {
        items.add(item(line, number));
      }
    }
    return items;
  }

  private List<String> lines() throws UnusableEvaluationException {
    try {
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw new UnusableEvaluationException(path + " is not UTF-8: write it as UTF-8", e);
    } catch (IOException e) {
      throw new UnusableEvaluationException(
          "expected items in %s, found no file that can be read (%s): check the uri and the claim"
              .formatted(path, e.getClass().getSimpleName()),
          e);
    }
  }

  private Item item(String line, int number) throws UnusableEvaluationException {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw wrong(number, "a JSON object");
    }
    String prompt = node.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw wrong(number, "field prompt to be a text that is not empty");
    }
    String own = node.path("capability").asText("");
    if (own.isBlank() && capability == null) {
      throw wrong(number, "field capability to be a text that is not empty");
    }
    String answer = node.path("answer").asText("");
    return new Item(
        set + "/" + node.path("id").asText(String.valueOf(number)),
        own.isBlank() ? capability : own,
        prompt,
        answer.isBlank() ? null : answer,
        history(node.path("history"), number),
        HUMAN.equalsIgnoreCase(node.path("provenance").asText())
            ? node.path("source").asText("")
            : "");
  }

  private List<Message> history(JsonNode turns, int number) throws UnusableEvaluationException {
    List<Message> history = new ArrayList<>();
    for (JsonNode turn : turns) {
      String role = turn.path("role").asText();
      if (!ROLES.contains(role) || !turn.path("content").isTextual()) {
        throw wrong(number, "history to hold {role: system, user or assistant, content: text}");
      }
      history.add(new Message(role, turn.path("content").asText()));
    }
    return history;
  }

  private UnusableEvaluationException wrong(int number, String expected) {
    return new UnusableEvaluationException(
        "%s line %d: expected %s; mend or remove the line".formatted(path, number, expected));
  }
}
