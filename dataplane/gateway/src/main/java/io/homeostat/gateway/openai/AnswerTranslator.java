package io.homeostat.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives the engine's answer back under the name that the client asked for, and notes what was said
 * on the way. One per attempt.
 */
public final class AnswerTranslator {
  private static final String DONE = "[DONE]";
  private static final int LONGEST_DONE = 64;
  private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
  private static final Pattern RESPONSE_EVENT = Pattern.compile("response\\.[a-z_.]{1,80}");
  private static final Set<String> ENDS =
      Set.of("response.completed", "response.incomplete", "response.failed");

  private final Endpoint endpoint;
  private final String model;
  private final boolean wantsUsage;
  private final Answer answer = new Answer();
  private boolean content;
  private boolean newContent;
  private boolean done;

  /** Starts the answer to a request. */
  public AnswerTranslator(CompletionRequest request) {
    this(request.endpoint(), request.model(), request.wantsUsage());
  }

  /**
   * Starts an answer.
   *
   * @param model the model as the client named it
   * @param wantsUsage whether the client itself asked for the usage chunk; otherwise it is read and
   *     withheld
   */
  AnswerTranslator(Endpoint endpoint, String model, boolean wantsUsage) {
    this.endpoint = endpoint;
    this.model = model;
    this.wantsUsage = wantsUsage;
  }

  /**
   * Translates one event of a stream.
   *
   * @param data of the event, as UTF-8
   * @return the event for the client, or nothing when it is withheld
   * @throws BrokenAnswerException when the event is no chunk, or carries an error
   */
  public Optional<byte[]> event(byte[] data) throws BrokenAnswerException {
    newContent = false;
    if (isDone(data)) {
      boolean again = done;
      done = true;
      return again ? Optional.empty() : Optional.of(DONE_EVENT);
    }
    ObjectNode chunk = read(data);
    return endpoint == Endpoint.RESPONSES ? responseEvent(chunk) : completionEvent(chunk, data);
  }

  private static boolean isDone(byte[] data) {
    return data.length < LONGEST_DONE
        && new String(data, StandardCharsets.UTF_8).strip().equals(DONE);
  }

  private Optional<byte[]> completionEvent(ObjectNode chunk, byte[] json)
      throws BrokenAnswerException {
    require(chunk.path("choices").isArray());
    note(answer.addChunk(chunk));
    boolean usageOnly = chunk.path("choices").isEmpty() && chunk.hasNonNull("usage");
    if (usageOnly && !wantsUsage) {
      return Optional.empty();
    }
    return Optional.of(event("", rename(chunk, json)));
  }

  private Optional<byte[]> responseEvent(ObjectNode chunk) throws BrokenAnswerException {
    String type = chunk.path("type").asText("");
    require(RESPONSE_EVENT.matcher(type).matches());
    note(type.endsWith(".delta"));
    JsonNode response = chunk.path("response");
    if (ENDS.contains(type)) {
      answer.addResponse(response);
      done = true;
    }
    return Optional.of(event("event: " + type + "\n", write(chunk, response)));
  }

  private void note(boolean carriesContent) {
    newContent = carriesContent;
    content |= carriesContent;
  }

  /**
   * Translates a whole response body.
   *
   * @throws BrokenAnswerException when the body is no answer, or carries an error
   */
  public byte[] whole(byte[] body) throws BrokenAnswerException {
    byte[] translated =
        switch (endpoint) {
          case CHAT, COMPLETIONS -> wholeCompletion(read(body), body);
          case RESPONSES -> wholeResponse(read(body));
          case EMBEDDINGS -> EmbeddingList.under(model, body, answer);
        };
    done = true;
    return translated;
  }

  private byte[] wholeCompletion(ObjectNode completion, byte[] json) throws BrokenAnswerException {
    require(completion.path("choices").isArray());
    answer.addWhole(completion);
    return rename(completion, json);
  }

  private byte[] wholeResponse(ObjectNode response) throws BrokenAnswerException {
    require(response.path("output").isArray());
    answer.addResponse(response);
    return write(response, response);
  }

  /** Wraps an error as the last event of a stream that has begun. */
  public static byte[] errorEvent(ApiError error) {
    return event("", error.body());
  }

  /** What was answered so far. */
  public Answer answer() {
    return answer;
  }

  /** Whether a piece of the answer itself has come. */
  public boolean hasContent() {
    return content;
  }

  /** Whether the last event carried a piece of the answer itself. */
  public boolean hasNewContent() {
    return newContent;
  }

  /** Whether the engine said that the answer is complete. */
  public boolean done() {
    return done;
  }

  private static ObjectNode read(byte[] json) throws BrokenAnswerException {
    try {
      return Json.object(json);
    } catch (IOException e) {
      throw new BrokenAnswerException(
          "expected a JSON object from the engine, found %d bytes that are none"
              .formatted(json.length));
    }
  }

  private static void require(boolean isAnswer) throws BrokenAnswerException {
    if (!isAnswer) {
      throw new BrokenAnswerException(
          "expected an answer from the engine, found an error or another object");
    }
  }

  /** The object under the client's name for the model; {@code json} is its text as it came. */
  private byte[] rename(ObjectNode object, byte[] json) throws BrokenAnswerException {
    JsonNode given = object.path("model");
    Optional<byte[]> renamed =
        given.isTextual() ? ModelField.renamed(json, given.textValue(), model) : Optional.empty();
    return renamed.isPresent() ? renamed.get() : write(object, object);
  }

  private byte[] write(ObjectNode whole, JsonNode named) throws BrokenAnswerException {
    if (named instanceof ObjectNode object && object.path("model").isTextual()) {
      object.put("model", model);
    }
    try {
      return Json.bytes(whole);
    } catch (CharacterCodingException e) {
      throw new BrokenAnswerException("the engine sent text that is no Unicode");
    }
  }

  private static byte[] event(String head, byte[] json) {
    byte[] begin = (head + "data: ").getBytes(StandardCharsets.UTF_8);
    byte[] event = new byte[begin.length + json.length + 2];
    System.arraycopy(begin, 0, event, 0, begin.length);
    System.arraycopy(json, 0, event, begin.length, json.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }
}
