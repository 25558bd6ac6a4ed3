package io.homeostat.operator.scoring.decide;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The family of a model by its name, as its makers write it. A judge favours answers of its own
 * family, which shows in no calibration on the labels of other models' answers.
 *
 * @param name of the family
 * @param words pattern of the names of its models
 */
record ModelFamily(String name, Pattern words) {
  private static final List<ModelFamily> ALL =
      List.of(
          of("GPT", "(chat)?gpt|o[134](-(mini|pro|preview))?|davinci"),
          of("Claude", "claude"),
          of("Gemini", "gemini|gemma|codegemma|medgemma"),
          of("Llama", "(code|meta)?-?llama|vicuna|alpaca"),
          of("Mistral", "mistral|mixtral|ministral|codestral|magistral|devstral|pixtral"),
          of("Qwen", "qwen|qwq|qvq"),
          of("DeepSeek", "deepseek"),
          of("Phi", "phi"),
          of("Command", "command(-r|-a)|(c4ai-)?aya"),
          of("Granite", "granite"),
          of("Falcon", "falcon"),
          of("OLMo", "olmo|tulu"),
          of("SmolLM", "smollm"),
          of("Grok", "grok"),
          of("GLM", "(chat)?glm"),
          of("Kimi", "kimi|moonshot"),
          of("Nemotron", "nemotron"),
          of("Yi", "yi"));

  /**
   * The family of a model; empty for a name that tells none.
   *
   * @param model a name, an address or a path
   */
  static Optional<String> of(String model) {
    String text = model.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(family -> family.words().matcher(text).find())
        .map(ModelFamily::name)
        .findFirst();
  }

  /** A word begins at a border and is followed by no further letters. */
  private static ModelFamily of(String name, String words) {
    return new ModelFamily(name, Pattern.compile("(?<![a-z0-9])(?:" + words + ")(?![a-z])"));
  }
}
