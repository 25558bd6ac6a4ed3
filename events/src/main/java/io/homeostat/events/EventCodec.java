package io.homeostat.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns records into the JSON bytes that cross Kafka, and back. */
public final class EventCodec {
  /** Version that this code writes; readers accept it and every earlier one. */
  public static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventCodec() {}

  /** Returns the JSON of an event record as UTF-8. */
  public static byte[] encode(Object event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "event record cannot be written as JSON: " + event.getClass().getName(), e);
    }
  }

  /**
   * Reads one record.
   *
   * @throws MalformedEventException when the bytes are no JSON of that type or of a newer schema
   *     version; the message carries no content
   */
  public static <T> T decode(byte[] bytes, Class<T> type) throws MalformedEventException {
    if (bytes == null) {
      throw new MalformedEventException(
          "expected a " + type.getSimpleName() + ", found an empty record");
    }
    try {
      int version = version(bytes);
      if (version < 1 || version > SCHEMA_VERSION) {
        throw new MalformedEventException(
            "expected a %s of schema version 1 to %d, found version %d"
                .formatted(type.getSimpleName(), SCHEMA_VERSION, version));
      }
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      throw new MalformedEventException(
          "expected a %s as JSON, found %d bytes that are not (%s)"
              .formatted(type.getSimpleName(), bytes.length, e.getClass().getSimpleName()));
    }
  }

  /** Reads no further than to the version, which stands first in what this class writes. */
  private static int version(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return -1;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("schemaVersion");
        parser.nextToken();
        if (found) {
          return parser.getValueAsInt(-1);
        }
        parser.skipChildren();
      }
      return -1;
    }
  }

  /** A key as UTF-8 bytes. */
  public static byte[] encodeKey(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
