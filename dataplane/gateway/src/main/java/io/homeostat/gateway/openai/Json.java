package io.homeostat.gateway.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes bodies so that what is passed on means exactly what was sent: numbers keep every
 * digit.
 */
public final class Json {
  /** A tree of many tiny values needs thirty times the memory of its text. */
  private static final long MAX_TOKENS = 400_000;

  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectWriter WRITER = MAPPER.writerFor(JsonNode.class);

  /** First digit of the escapes of surrogates, and of no other that is written. */
  private static final byte SURROGATE = 'D';

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IOException when the bytes are no JSON, or JSON that is no object
   */
  static ObjectNode object(byte[] bytes) throws IOException {
    JsonNode node = MAPPER.readTree(bytes);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IOException("expected a JSON object");
  }

  /**
   * Writes a node as UTF-8.
   *
   * @throws CharacterCodingException when it holds text that has no UTF-8 form, such as half a
   *     surrogate pair
   */
  static byte[] bytes(JsonNode node) throws CharacterCodingException {
    byte[] json;
    try {
      json = WRITER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new CharacterCodingException();
    }
    return hasSurrogates(json) ? bytes(node.toString()) : json;
  }

  /** Whether the writer escaped halves of surrogate pairs, as it does with whole pairs, too. */
  private static boolean hasSurrogates(byte[] json) {
    for (int i = 0; i < json.length - 2; i++) {
      if (json[i] == '\\') {
        i++;
        if (json[i] == 'u' && json[i + 1] == SURROGATE) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] bytes(String text) throws CharacterCodingException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && isHalf(text, i)) {
        throw new CharacterCodingException();
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isHalf(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
