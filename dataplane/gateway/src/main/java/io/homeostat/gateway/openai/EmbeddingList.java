package io.homeostat.gateway.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Renames the model of a list of embeddings while copying it: as a tree, its hundreds of thousands
 * of numbers would need thirty times their text.
 */
final class EmbeddingList {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectReader ONE_VALUE =
      Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EmbeddingList() {}

  /**
   * Copies an embeddings response.
   *
   * @param model the name to give it
   * @param body what the engine sent
   * @param answer is told the tokens
   * @throws BrokenAnswerException when it is no list of embeddings
   */
  static byte[] under(String model, byte[] body, Answer answer) throws BrokenAnswerException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(body.length + model.length());
    boolean hasData = false;
    try (JsonParser in = JSON.createParser(body);
        JsonGenerator out = JSON.createGenerator(copy)) {
      require(in.nextToken() == JsonToken.START_OBJECT);
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        JsonToken value = in.nextToken();
        out.writeFieldName(field);
        hasData |= field.equals("data") && value == JsonToken.START_ARRAY;
        if (field.equals("model")) {
          in.skipChildren();
          out.writeString(model);
        } else if (field.equals("usage")) {
          JsonNode usage = ONE_VALUE.readTree(in);
          answer.addUsage(usage);
          out.writeRawValue(usage.toString());
        } else {
          copy(in, out);
        }
      }
      require(hasData && in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null);
      out.writeEndObject();
    } catch (IOException e) {
      throw new BrokenAnswerException(
          "expected a list of embeddings, found %d bytes that are no JSON".formatted(body.length));
    }
    return copy.toByteArray();
  }

  /** Copies one value; its numbers keep every digit. */
  private static void copy(JsonParser in, JsonGenerator out)
      throws IOException, BrokenAnswerException {
    int depth = 0;
    do {
      JsonToken token = depth == 0 ? in.currentToken() : in.nextToken();
      require(token != null);
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token.isNumeric()) {
        out.writeNumber(in.getText());
      } else {
        out.copyCurrentEvent(in);
      }
    } while (depth > 0);
  }

  private static void require(boolean isList) throws BrokenAnswerException {
    if (!isList) {
      throw new BrokenAnswerException(
          "expected a list of embeddings from the engine, found an error or another object");
    }
  }
}
