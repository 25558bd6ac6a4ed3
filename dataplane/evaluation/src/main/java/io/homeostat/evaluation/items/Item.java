package io.homeostat.evaluation.items;

import io.homeostat.events.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * One question that both releases are asked.
 *
 * @param id unique among the items
 * @param prompt the last user message
 * @param reference a right answer; null when none is known
 * @param history earlier turns of the conversation, oldest first
 * @param source identity that gave the answer as a correction; empty for all others
 */
public record Item(
    String id,
    String capability,
    String prompt,
    String reference,
    List<Message> history,
    String source) {
  public Item {
    history = List.copyOf(history);
  }

  /** The conversation up to the question; the gateway puts the release's prompt before it. */
  public List<Message> messages() {
    List<Message> messages = new ArrayList<>(history);
    messages.add(new Message("user", prompt));
    return messages;
  }

  /** The same question with another right answer. */
  Item withReference(String other) {
    return new Item(id, capability, prompt, other, history, source);
  }
}
