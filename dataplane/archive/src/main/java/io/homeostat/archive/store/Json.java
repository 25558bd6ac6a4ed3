package io.homeostat.archive.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import org.postgresql.util.PGobject;

/**
 * JSON on its way into and out of jsonb columns; the character U+0000, which PostgreSQL cannot
 * hold, becomes U+FFFD.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static PGobject column(Object value) throws SQLException {
    PGobject column = new PGobject();
    column.setType("jsonb");
    try {
      column.setValue(
          value == null ? null : MAPPER.writeValueAsString(value).replace("\\u0000", "\\ufffd"));
    } catch (JsonProcessingException e) {
      throw new SQLException("a record cannot be written as JSON", e);
    }
    return column;
  }

  static String text(String value) {
    return value == null ? null : value.replace('\u0000', '\ufffd');
  }

  static JsonNode node(String json) throws SQLException {
    try {
      return json == null ? null : MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new SQLException("a jsonb column holds no JSON", e);
    }
  }
}
