package io.homeostat.judge;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Asks one endpoint within its limits: so many requests at a time and a minute, within the day's
 * budget, not while it keeps failing; and asks again, with what was wrong, when a reply cannot be
 * used.
 *
 * <p>The form of the reply is demanded by JSON schema. An endpoint that refuses that is asked by
 * the prompt alone from then on; the reply is checked either way.
 */
public final class JudgeConnection {
  private static final int TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int CHARACTERS_A_TOKEN = 4;

  private final ChatModel model;
  private final JudgeBudget budget;
  private final Pause pause;
  private final JudgeLimits limits;
  private final Semaphore slots;
  private volatile boolean schemaRefused;

  public JudgeConnection(ChatModel model, JudgeLimits limits, JudgeBudget budget, Pause pause) {
    this.model = model;
    this.limits = limits;
    this.budget = budget;
    this.pause = pause;
    this.slots = new Semaphore(limits.concurrency());
  }

  /**
   * Asks; blocks while all slots are taken, so call it on a virtual thread.
   *
   * @throws JudgeUnavailableException when no try gave a usable reply; the message carries no
   *     content
   * @throws InterruptedException when the thread is stopped while it waits
   */
  <T> T ask(Question<T> question, Purpose purpose)
      throws JudgeUnavailableException, InterruptedException {
    slots.acquire();
    try {
      return tryAsk(question, purpose);
    } finally {
      slots.release();
    }
  }

  private <T> T tryAsk(Question<T> question, Purpose purpose)
      throws JudgeUnavailableException, InterruptedException {
    String complaint = null;
    Exception last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        return question.parse(reply(question, complaint, purpose));
      } catch (UnusableReplyException e) {
        complaint = e.getMessage();
        last = e;
      } catch (NonRetriableException e) {
        throw unavailable(1, e);
      } catch (RuntimeException e) {
        last = e;
        if (attempt + 1 < TRIES) {
          pause.of(FIRST_PAUSE.multipliedBy(1L << (2 * attempt)));
        }
      }
    }
    throw unavailable(TRIES, last);
  }

  private static JudgeUnavailableException unavailable(int tries, Exception last) {
    boolean unusable = last instanceof UnusableReplyException;
    return new JudgeUnavailableException(
        unusable ? Reason.JudgeReplyUnusable : Reason.JudgeUnavailable,
        "no usable reply after %d tries: %s"
            .formatted(tries, unusable ? last.getMessage() : last.getClass().getSimpleName()),
        last);
  }

  private String reply(Question<?> question, String complaint, Purpose purpose)
      throws JudgeUnavailableException, InterruptedException {
    ChatRequest.Builder request =
        ChatRequest.builder()
            .messages(
                SystemMessage.from(question.instructions()),
                UserMessage.from(question.user(complaint)));
    if (schemaRefused) {
      return send(request.build(), purpose);
    }
    ResponseFormat format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(question.schema())
            .build();
    try {
      return send(request.responseFormat(format).build(), purpose);
    } catch (InvalidRequestException | UnsupportedFeatureException e) {
      String reply = send(request.responseFormat((ResponseFormat) null).build(), purpose);
      schemaRefused = true;
      return reply;
    }
  }

  private String send(ChatRequest request, Purpose purpose)
      throws JudgeUnavailableException, InterruptedException {
    JudgeLimits.Permit permit = limits.enter();
    boolean sent = false;
    try {
      if (!permit.pause().isZero()) {
        pause.of(permit.pause());
      }
      if (!budget.request(purpose)) {
        throw new JudgeUnavailableException(
            Reason.JudgeBudgetSpent, "the day's budget of the judge is spent", null);
      }
      sent = true;
      ChatResponse response = model.chat(request);
      permit.answered();
      count(request, response);
      return response.aiMessage().text();
    } catch (NonRetriableException e) {
      permit.answered();
      throw e;
    } catch (RuntimeException e) {
      permit.failed(e);
      throw e;
    } finally {
      if (!sent) {
        permit.unused();
      }
    }
  }

  /** An endpoint that does not say what it used is taken to need a token for four characters. */
  private void count(ChatRequest request, ChatResponse response) {
    TokenUsage usage = response.tokenUsage();
    String text = response.aiMessage().text();
    long prompt =
        usage == null || usage.inputTokenCount() == null
            ? request.messages().toString().length() / CHARACTERS_A_TOKEN
            : usage.inputTokenCount();
    long completion =
        usage == null || usage.outputTokenCount() == null
            ? (text == null ? 0 : text.length()) / CHARACTERS_A_TOKEN
            : usage.outputTokenCount();
    budget.used(prompt, completion);
  }
}
