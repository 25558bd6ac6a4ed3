package io.homeostat.crds.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Canonical JSON by RFC 8785 for objects, arrays, strings, integers and booleans (all that our
 * types use), so that equal values have equal digests in every process and version.
 *
 * <p>What a record leaves unset (null, empty lists, maps and objects) is left out, because the API
 * server leaves it out, too: a value has the same digest before it is stored and after.
 */
public final class CanonicalJson {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Largest integer that every JSON reader keeps exactly (RFC 7493). */
  private static final long LARGEST = (1L << 53) - 1;

  private CanonicalJson() {}

  /** SHA-256 of the canonical text in UTF-8, as 64 lower-case hex digits. */
  public static String digest(Object value) {
    return sha256(text(value));
  }

  /** SHA-256 of a text in UTF-8, as 64 lower-case hex digits. */
  public static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  /**
   * The canonical text.
   *
   * @param value a record, a map or a Jackson tree
   * @throws IllegalArgumentException for fractions and integers beyond ±(2^53 − 1): write them as
   *     strings
   */
  public static String text(Object value) {
    StringBuilder out = new StringBuilder();
    JsonNode tree = MAPPER.valueToTree(value);
    write(tree, "$", out);
    return out.toString();
  }

  private static void write(JsonNode node, String path, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, path, out);
      case ARRAY -> writeArray(node, path, out);
      case STRING -> writeString(node.textValue(), out);
      case BOOLEAN, NULL -> out.append(node.asText());
      case NUMBER -> writeInteger(node, path, out);
      default ->
          throw new IllegalArgumentException(
              "expected a JSON value at %s, found %s".formatted(path, node.getNodeType()));
    }
  }

  private static void writeObject(JsonNode node, String path, StringBuilder out) {
    Map<String, JsonNode> sorted =
        new TreeMap<>(); // String order is by UTF-16 unit, as RFC 8785 asks
    node.properties().stream()
        .filter(property -> isSet(property.getValue()))
        .forEach(property -> sorted.put(property.getKey(), property.getValue()));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> property : sorted.entrySet()) {
      out.append(separator);
      writeString(property.getKey(), out);
      out.append(':');
      write(property.getValue(), path + "." + property.getKey(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeArray(JsonNode node, String path, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      out.append(i == 0 ? "" : ",");
      write(node.get(i), path + "[" + i + "]", out);
    }
    out.append(']');
  }

  private static void writeInteger(JsonNode node, String path, StringBuilder out) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || Math.abs(node.longValue()) > LARGEST) {
      throw new IllegalArgumentException(
          "expected an integer of at most 53 bits at %s, found %s: write it as a string"
              .formatted(path, node.asText()));
    }
    out.append(node.longValue());
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }

  private static boolean isSet(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> false;
      case ARRAY -> !node.isEmpty();
      case OBJECT -> anySet(node.elements());
      default -> true;
    };
  }

  private static boolean anySet(Iterator<JsonNode> nodes) {
    while (nodes.hasNext()) {
      if (isSet(nodes.next())) {
        return true;
      }
    }
    return false;
  }
}
