package io.homeostat.scorer.judge;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import io.homeostat.crds.judge.JudgeSpec;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Asks one judge for ratings: bounded concurrency, and at most two more tries that tell the judge
 * what was wrong.
 */
public final class JudgeClient {
  private static final int TRIES = 3;
  private static final int DEFAULT_CONCURRENCY = 8;

  private final ChatModel model;
  private final JudgePrompt prompt;
  private final List<String> dimensions;
  private final Semaphore slots;

  public JudgeClient(JudgeSpec spec, ChatModel model) {
    this.model = model;
    this.prompt = new JudgePrompt(spec.rubric());
    this.dimensions = spec.rubric().dimensions().stream().map(JudgeSpec.Dimension::name).toList();
    this.slots =
        new Semaphore(spec.concurrency() == null ? DEFAULT_CONCURRENCY : spec.concurrency());
  }

  /** Names of the rubric's dimensions. */
  public List<String> dimensions() {
    return dimensions;
  }

  /**
   * Rates an answer; blocks while all slots are taken, so call it on a virtual thread.
   *
   * @throws JudgeUnavailableException when no try gave a usable reply; the message carries no
   *     content
   * @throws InterruptedException when the thread is stopped while it waits
   */
  public Rating rate(Material material) throws JudgeUnavailableException, InterruptedException {
    slots.acquire();
    try {
      return tryRate(material);
    } finally {
      slots.release();
    }
  }

  private Rating tryRate(Material material) throws JudgeUnavailableException {
    String complaint = null;
    Exception last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        String reply = ask(material, complaint);
        return JudgeReply.parse(reply, dimensions);
      } catch (UnusableReplyException e) {
        complaint = e.getMessage();
        last = e;
      } catch (RuntimeException e) {
        last = e;
      }
    }
    String reason =
        last instanceof UnusableReplyException
            ? last.getMessage()
            : last.getClass().getSimpleName();
    throw new JudgeUnavailableException(
        "no usable reply after %d tries: %s".formatted(TRIES, reason), last);
  }

  private String ask(Material material, String complaint) {
    return model
        .chat(
            SystemMessage.from(prompt.instructions()),
            UserMessage.from(prompt.user(material, complaint)))
        .aiMessage()
        .text();
  }
}
