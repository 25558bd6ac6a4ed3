package io.homeostat.invariant;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.homeostat.crds.qualitypolicy.Invariant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes checks out of their declarations. */
public final class Checks {
  private final Languages languages;

  public Checks(Languages languages) {
    this.languages = languages;
  }

  Check of(Invariant invariant) throws UnusableInvariantException {
    if (invariant.jsonSchema() != null) {
      return SchemaCheck.of(invariant.jsonSchema());
    }
    if (invariant.pattern() != null) {
      return pattern(invariant.pattern());
    }
    if (invariant.length() != null) {
      return subject ->
          Finding.of(within(length(invariant.length(), subject.answer()), invariant.length()));
    }
    if (invariant.language() != null) {
      return subject -> language(invariant.language(), subject.answer());
    }
    if (invariant.contains() != null) {
      return subject -> Finding.of(contains(invariant.contains(), subject.answer()));
    }
    if (invariant.range() != null) {
      return subject -> Finding.of(inRange(invariant.range(), subject.answer()));
    }
    if (invariant.citation() != null) {
      return new CitationCheck(invariant.citation());
    }
    if (invariant.toolCalls() != null) {
      return new ToolCallsCheck(invariant.toolCalls());
    }
    if (invariant.cel() != null) {
      return CelCheck.of(invariant.cel());
    }
    throw new UnusableInvariantException("declares no check that this version knows");
  }

  private static Check pattern(Invariant.Expression declared) throws UnusableInvariantException {
    boolean wanted = !Boolean.TRUE.equals(declared.absent());
    try {
      Pattern pattern = Pattern.compile(declared.expression());
      return subject -> Finding.of(pattern.matcher(subject.answer()).find() == wanted);
    } catch (PatternSyntaxException e) {
      throw new UnusableInvariantException(
          "has no regular expression in RE2 syntax in pattern.expression: " + e.getDescription(),
          e);
    }
  }

  private static long length(Invariant.Length declared, String answer) {
    return "Words".equals(declared.unit())
        ? answer.strip().split("\\s+").length
        : answer.codePointCount(0, answer.length());
  }

  private static boolean within(long length, Invariant.Length declared) {
    return (declared.minimum() == null || length >= declared.minimum())
        && (declared.maximum() == null || length <= declared.maximum());
  }

  private Finding language(Invariant.Language declared, String answer) {
    Optional<String> found = languages.of(answer);
    return found
        .map(code -> Finding.of(declared.codes().contains(code)))
        .orElseGet(() -> Finding.missing("LanguageUnclear"));
  }

  private static boolean contains(Invariant.Contains declared, String answer) {
    boolean exact = Boolean.TRUE.equals(declared.caseSensitive());
    String text = exact ? answer : answer.toLowerCase(Locale.ROOT);
    return declared.all().stream().allMatch(word -> text.contains(folded(word, exact)))
        && (declared.any().isEmpty() || anyOf(declared.any(), text, exact))
        && !anyOf(declared.none(), text, exact);
  }

  private static boolean anyOf(List<String> words, String text, boolean exact) {
    return words.stream().anyMatch(word -> text.contains(folded(word, exact)));
  }

  private static String folded(String word, boolean exact) {
    return exact ? word : word.toLowerCase(Locale.ROOT);
  }

  private static boolean inRange(Invariant.Range declared, String answer) {
    OptionalDouble number =
        declared.pointer() == null ? Numbers.first(answer) : Numbers.at(answer, declared.pointer());
    return number.isPresent()
        && (declared.minimum() == null
            || number.getAsDouble() >= Double.parseDouble(declared.minimum()))
        && (declared.maximum() == null
            || number.getAsDouble() <= Double.parseDouble(declared.maximum()));
  }
}
