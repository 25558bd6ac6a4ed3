package io.homeostat.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CEL expression is true. CEL ends always; how long its loops may run together is bounded, and
 * its regular expressions are RE2.
 */
final class CelCheck implements Check {
  private static final int MAX_LOOP_STEPS = 20_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(MAX_LOOP_STEPS)
          .maxRegexProgramSize(2_000)
          .build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("question", SimpleType.STRING)
          .addVar("answer", SimpleType.STRING)
          .addVar("reference", SimpleType.STRING)
          .addVar("capability", SimpleType.STRING)
          .addVar("finishReason", SimpleType.STRING)
          .addVar("context", ListType.create(SimpleType.STRING))
          .addVar("tags", MapType.create(SimpleType.STRING, SimpleType.STRING))
          .addVar("json", SimpleType.DYN)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CelRuntime.Program program;

  private CelCheck(CelRuntime.Program program) {
    this.program = program;
  }

  static Check of(Invariant.Cel declared) throws UnusableInvariantException {
    try {
      return new CelCheck(RUNTIME.createProgram(COMPILER.compile(declared.expression()).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new UnusableInvariantException(
          "has an expression in cel.expression that does not compile: "
              + e.getMessage().lines().findFirst().orElse(""),
          e);
    }
  }

  @Override
  public Finding check(Subject subject) {
    try {
      return Finding.of(Boolean.TRUE.equals(program.eval(variables(subject))));
    } catch (CelEvaluationException e) {
      return Finding.missing("ExpressionFailed");
    }
  }

  private static Map<String, Object> variables(Subject subject) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("question", orEmpty(subject.question()));
    variables.put("answer", subject.answer());
    variables.put("reference", orEmpty(subject.interaction().reference()));
    variables.put("capability", subject.capability());
    variables.put("finishReason", orEmpty(subject.interaction().finishReason()));
    variables.put("context", subject.context());
    variables.put(
        "tags", subject.interaction().tags() == null ? Map.of() : subject.interaction().tags());
    variables.put(
        "json",
        AnswerJson.read(subject.answer()).map(CelCheck::plain).orElse(NullValue.NULL_VALUE));
    return variables;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static Object plain(JsonNode node) {
    return withoutNulls(JSON.convertValue(node, Object.class));
  }

  /** CEL has a null of its own, and whole numbers are of 64 bits. */
  private static Object withoutNulls(Object value) {
    return switch (value) {
      case null -> NullValue.NULL_VALUE;
      case Map<?, ?> map -> {
        Map<String, Object> converted = new LinkedHashMap<>();
        map.forEach((key, inner) -> converted.put((String) key, withoutNulls(inner)));
        yield converted;
      }
      case List<?> list -> {
        List<Object> converted = new ArrayList<>(list.size());
        list.forEach(inner -> converted.add(withoutNulls(inner)));
        yield converted;
      }
      case Integer number -> number.longValue();
      case Long number -> number;
      case Number number -> number.doubleValue();
      default -> value;
    };
  }
}
