package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Gives the engine's answer back under the name that the client asked for, and notes what was said
 * on the way. One per attempt.
 */
public final class AnswerTranslator {
  private static final String DONE = "[DONE]";
  private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private final String model;
  private final boolean wantsUsage;
  private final Answer answer = new Answer();
  private boolean content;
  private boolean done;

  /**
   * Starts an answer.
   *
   * @param model the model as the client named it
   * @param wantsUsage whether the client itself asked for the usage chunk; otherwise it is read and
   *     withheld
   */
  public AnswerTranslator(String model, boolean wantsUsage) {
    this.model = model;
    this.wantsUsage = wantsUsage;
  }

  /**
   * Translates one event of a stream.
   *
   * @return the event for the client, or nothing when it is withheld
   * @throws BrokenAnswerException when the event is no chunk, or carries an error
   */
  public Optional<byte[]> event(String data) throws BrokenAnswerException {
    if (data.strip().equals(DONE)) {
      done = true;
      return Optional.of(DONE_EVENT);
    }
    ObjectNode chunk = read(data.getBytes(StandardCharsets.UTF_8));
    content |= answer.addChunk(chunk);
    boolean usageOnly = chunk.path("choices").isEmpty() && chunk.hasNonNull("usage");
    if (usageOnly && !wantsUsage) {
      return Optional.empty();
    }
    return Optional.of(event(write(chunk)));
  }

  /**
   * Translates a whole response body.
   *
   * @throws BrokenAnswerException when the body is no answer, or carries an error
   */
  public byte[] whole(byte[] body) throws BrokenAnswerException {
    ObjectNode response = read(body);
    answer.addWhole(response);
    done = true;
    return write(response);
  }

  /** Wraps an error as the last event of a stream that has begun. */
  public static byte[] errorEvent(ApiError error) {
    return event(error.body());
  }

  /** What was answered so far. */
  public Answer answer() {
    return answer;
  }

  /** Whether a piece of the answer itself has come. */
  public boolean hasContent() {
    return content;
  }

  /** Whether the engine said that the answer is complete. */
  public boolean done() {
    return done;
  }

  private ObjectNode read(byte[] json) throws BrokenAnswerException {
    try {
      ObjectNode node = Json.object(json);
      if (node.path("choices").isArray()) {
        return node;
      }
    } catch (IOException e) {
      throw new BrokenAnswerException(
          "expected JSON from the engine, found %d bytes that are none".formatted(json.length));
    }
    throw new BrokenAnswerException(
        "expected choices from the engine, found an error or another object");
  }

  private byte[] write(ObjectNode node) throws BrokenAnswerException {
    JsonNode given = node.path("model");
    if (given.isTextual()) {
      node.put("model", model);
    }
    try {
      return Json.bytes(node);
    } catch (CharacterCodingException e) {
      throw new BrokenAnswerException("the engine sent text that is no Unicode");
    }
  }

  private static byte[] event(byte[] json) {
    byte[] event = new byte[json.length + 8];
    System.arraycopy("data: ".getBytes(StandardCharsets.UTF_8), 0, event, 0, 6);
    System.arraycopy(json, 0, event, 6, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }
}
