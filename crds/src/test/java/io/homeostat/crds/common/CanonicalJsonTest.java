package io.homeostat.crds.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void propertiesAreSortedByUtf16UnitsAsInSection323OfRfc8785() throws Exception {
    String text =
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
         "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}
        """;

    assertThat(CanonicalJson.text(mapper.readTree(text)))
        .isEqualTo(
            "{\"\\r"
                + "\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small"
                + " Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning"
                + " Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void stringsAreEscapedAsInSection322OfRfc8785() throws Exception {
    String text = "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}";

    assertThat(CanonicalJson.text(mapper.readTree(text)))
        .isEqualTo("{\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void whatIsUnsetIsLeftOut() {
    Map<String, Object> value = new HashMap<>();
    value.put("a", null);
    value.put("b", List.of());
    value.put("c", Map.of("d", Map.of()));
    value.put("e", "");
    value.put("f", List.of(1, true, "x"));

    assertThat(CanonicalJson.text(value)).isEqualTo("{\"e\":\"\",\"f\":[1,true,\"x\"]}");
  }

  @Test
  void digestIsSha256OfTheText() {
    // printf '{"a":1}' | sha256sum
    assertThat(CanonicalJson.digest(Map.of("a", 1)))
        .isEqualTo("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
  }

  @Test
  void fractionsAndHugeIntegersAreRefusedWithTheirPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.text(Map.of("a", List.of(0.5))))
        .withMessageContaining("$.a[0]")
        .withMessageContaining("write it as a string");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.text(Map.of("a", 1L << 53)))
        .withMessageContaining("$.a");
  }
}
