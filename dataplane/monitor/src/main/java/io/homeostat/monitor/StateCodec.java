package io.homeostat.monitor;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns what the monitor remembers into few bytes and back: CBOR without the names of components,
 * behind one byte for the layout of this class and two that stand for the shape of the record.
 *
 * <p>A record whose components have changed, or bytes of another version, are not read: what they
 * held begins anew.
 */
public final class StateCodec {
  private static final byte LAYOUT = 1;
  private static final int HEADER = 3;
  private static final ObjectMapper CBOR =
      CBORMapper.builder(
              CBORFactory.builder()
                  .enable(CBORGenerator.Feature.STRINGREF)
                  .enable(CBORGenerator.Feature.WRITE_MINIMAL_DOUBLES)
                  .build())
          .annotationIntrospector(new RecordsAsArrays())
          .build();
  private static final Map<Class<?>, StateCodec> KNOWN = new ConcurrentHashMap<>();

  private final char shape;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  private StateCodec(Class<?> type) {
    shape = (char) RecordShape.of(type).hashCode();
    writer = CBOR.writerFor(type);
    reader = CBOR.readerFor(type);
  }

  /** The bytes of a value. */
  public static byte[] encode(Object value) {
    StateCodec codec = of(value.getClass());
    try {
      byte[] body = codec.writer.writeValueAsBytes(value);
      byte[] bytes = new byte[HEADER + body.length];
      bytes[0] = LAYOUT;
      bytes[1] = (byte) (codec.shape >>> 8);
      bytes[2] = (byte) codec.shape;
      System.arraycopy(body, 0, bytes, HEADER, body.length);
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "state cannot be written as CBOR: " + value.getClass().getName(), e);
    }
  }

  /** The value of bytes; nothing when another version of the program wrote them. */
  public static <T> Optional<T> decode(byte[] bytes, Class<T> type) {
    StateCodec codec = of(type);
    if (bytes.length < HEADER
        || bytes[0] != LAYOUT
        || bytes[1] != (byte) (codec.shape >>> 8)
        || bytes[2] != (byte) codec.shape) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.reader.readValue(bytes, HEADER, bytes.length - HEADER));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static StateCodec of(Class<?> type) {
    return KNOWN.computeIfAbsent(type, StateCodec::new);
  }

  /** Leaves the names of components out. */
  private static final class RecordsAsArrays extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonFormat.Value findFormat(Annotated annotated) {
      Class<?> type = annotated.getRawType();
      return type != null && type.isRecord()
          ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
          : super.findFormat(annotated);
    }
  }
}
