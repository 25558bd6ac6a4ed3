package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** One check that an answer passes or not. */
@ApiType
@ValidationRule(
    value =
        "[has(self.jsonSchema), has(self.pattern), has(self.length), has(self.language),"
            + " has(self.contains), has(self.range), has(self.citation), has(self.toolCalls),"
            + " has(self.cel)].filter(present, present).size() == 1",
    message =
        "spec.scorers.invariants: give each exactly one check: jsonSchema, pattern, length,"
            + " language, contains, range, citation, toolCalls or cel")
public record Invariant(
    @Required
        @Size(min = 1, max = 40)
        @Pattern(Patterns.NAME)
        @JsonPropertyDescription("Name of the check.")
        String name,
    @Size(max = 50)
        @ListKey
        @JsonPropertyDescription("Capabilities whose answers are checked. Without: all.")
        List<@Size(min = 1, max = 40) String> capabilities,
    @Default("\"0\"")
        @Decimal(max = 1)
        @JsonPropertyDescription("Weight in the composite, 0 (reported only) to 1. Default 0.")
        String weight,
    @JsonPropertyDescription("The answer is JSON that a schema accepts.") JsonSchema jsonSchema,
    @JsonPropertyDescription("A regular expression is found in the answer.") Expression pattern,
    @JsonPropertyDescription("The answer is neither too short nor too long.") Length length,
    @JsonPropertyDescription("The answer is in one of these languages.") Language language,
    @JsonPropertyDescription("Texts are or are not in the answer.") Contains contains,
    @JsonPropertyDescription("A number in the answer lies within bounds.") Range range,
    @JsonPropertyDescription("The answer cites the retrieved context.") Citation citation,
    @JsonPropertyDescription(
            "The answer calls only declared tools, with arguments that their schemas accept.")
        ToolCalls toolCalls,
    @JsonPropertyDescription("An expression over request and answer is true.") Cel cel) {
  public Invariant {
    capabilities = OrEmpty.list(capabilities);
  }

  /** A JSON Schema. */
  @ApiType
  public record JsonSchema(
      @Size(min = 2, max = 16384)
          @JsonPropertyDescription(
              "JSON Schema, draft 2020-12 unless it says otherwise, without references to other"
                  + " documents. Without: the schema that the request itself demanded, where it did.")
          String schema) {}

  /** A regular expression in RE2 syntax, which takes time proportional to the answer. */
  @ApiType
  public record Expression(
      @Required
          @Size(min = 1, max = 500)
          @JsonPropertyDescription("Regular expression in RE2 syntax, such as ^[A-Z]{2}-[0-9]+$.")
          String expression,
      @Default("false")
          @JsonPropertyDescription("Whether it must not be found instead. Default false.")
          Boolean absent) {}

  /** Bounds of the length. */
  @ApiType
  @ValidationRule(
      value = "has(self.minimum) || has(self.maximum)",
      message = "spec.scorers.invariants: length needs minimum, maximum or both")
  public record Length(
      @Min(0) @Max(1000000) @JsonPropertyDescription("Smallest length.") Integer minimum,
      @Min(0) @Max(1000000) @JsonPropertyDescription("Largest length.") Integer maximum,
      @Default("Characters")
          @OneOf({"Characters", "Words"})
          @JsonPropertyDescription("What is counted. Default Characters.")
          String unit) {}

  /** Allowed languages. */
  @ApiType
  public record Language(
      @Required
          @Size(min = 1, max = 20)
          @ListKey
          @JsonPropertyDescription(
              "Codes of two letters (ISO 639-1), such as en. An answer of fewer than 40 letters is"
                  + " not checked.")
          List<@Size(min = 2, max = 2) @Pattern("^[a-z]{2}$") String> codes) {
    public Language {
      codes = OrEmpty.list(codes);
    }
  }

  /** Texts to look for. */
  @ApiType
  @ValidationRule(
      value = "has(self.all) || has(self.any) || has(self.none)",
      message = "spec.scorers.invariants: contains needs all, any or none")
  public record Contains(
      @Size(max = 20) @JsonPropertyDescription("Each of these is in the answer.")
          List<@Size(min = 1, max = 200) String> all,
      @Size(max = 20) @JsonPropertyDescription("At least one of these is in the answer.")
          List<@Size(min = 1, max = 200) String> any,
      @Size(max = 20) @JsonPropertyDescription("None of these is in the answer.")
          List<@Size(min = 1, max = 200) String> none,
      @Default("false") @JsonPropertyDescription("Whether case matters. Default false.")
          Boolean caseSensitive) {
    public Contains {
      all = OrEmpty.list(all);
      any = OrEmpty.list(any);
      none = OrEmpty.list(none);
    }
  }

  /** Bounds of a number. */
  @ApiType
  @ValidationRule(
      value = "has(self.minimum) || has(self.maximum)",
      message = "spec.scorers.invariants: range needs minimum, maximum or both")
  public record Range(
      @Size(min = 1, max = 200)
          @Pattern("^(/[^\\s]*)+$")
          @JsonPropertyDescription(
              "JSON pointer to the number in a JSON answer, such as /total. Without: the first"
                  + " number in the text.")
          String pointer,
      @Decimal(min = -999999999, max = 999999999) @JsonPropertyDescription("Smallest value.")
          String minimum,
      @Decimal(min = -999999999, max = 999999999) @JsonPropertyDescription("Largest value.")
          String maximum) {}

  /** References to the retrieved context. */
  @ApiType
  public record Citation(
      @Default("1")
          @Min(1)
          @Max(20)
          @JsonPropertyDescription(
              "Different documents that are cited at least, as [1], [2] and so on in the order of"
                  + " the context; a citation of a document that is not there fails. Default 1.")
          Integer minimum) {}

  /** Calls of tools. */
  @ApiType
  public record ToolCalls(
      @Default("false")
          @JsonPropertyDescription(
              "Whether an answer without any call fails where the request declares tools. Default"
                  + " false.")
          Boolean required) {}

  /** A CEL expression. */
  @ApiType
  public record Cel(
      @Required
          @Size(min = 1, max = 2000)
          @JsonPropertyDescription(
              "CEL expression that is true for a good answer. It sees question, answer, reference,"
                  + " capability, finishReason (strings), context (list of strings), tags (map) and"
                  + " json (the answer as JSON, null when it is none).")
          String expression) {}
}
