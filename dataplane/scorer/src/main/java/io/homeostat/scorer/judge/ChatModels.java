package io.homeostat.scorer.judge;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.homeostat.crds.judge.JudgeSpec;
import java.time.Duration;
import java.util.List;

/** Makes the LangChain4j model for a Judge's endpoint: temperature 0, no retries of its own. */
public final class ChatModels {
  private static final int DEFAULT_TIMEOUT_SECONDS = 30;
  private static final int MAX_TOKENS = 1024;

  private ChatModels() {}

  /**
   * Makes the model.
   *
   * @param apiKey credentials; null when the endpoint asks for none
   */
  public static ChatModel of(JudgeSpec spec, String apiKey) {
    Duration timeout =
        Duration.ofSeconds(
            spec.timeoutSeconds() == null ? DEFAULT_TIMEOUT_SECONDS : spec.timeoutSeconds());
    String key = apiKey == null ? "none" : apiKey;
    return switch (spec.endpoint().type()) {
      case "OpenAICompatible" ->
          OpenAiChatModel.builder()
              .baseUrl(spec.endpoint().url())
              .apiKey(key)
              .modelName(spec.model())
              .temperature(0.0)
              .responseFormat(schema(spec.rubric()))
              .strictJsonSchema(true)
              .timeout(timeout)
              .maxRetries(0)
              .build();
      case "Anthropic" ->
          AnthropicChatModel.builder()
              .baseUrl(spec.endpoint().url())
              .apiKey(key)
              .modelName(spec.model())
              .temperature(0.0)
              .maxTokens(MAX_TOKENS)
              .timeout(timeout)
              .maxRetries(0)
              .build();
      default ->
          throw new IllegalArgumentException(
              "spec.endpoint.type must be OpenAICompatible or Anthropic, found '%s'"
                  .formatted(spec.endpoint().type()));
    };
  }

  private static ResponseFormat schema(JudgeSpec.Rubric rubric) {
    List<String> names = rubric.dimensions().stream().map(JudgeSpec.Dimension::name).toList();
    JsonObjectSchema entry =
        JsonObjectSchema.builder()
            .addEnumProperty("dimension", names)
            .addStringProperty("reason")
            .addIntegerProperty("score")
            .required("dimension", "reason", "score")
            .build();
    JsonObjectSchema root =
        JsonObjectSchema.builder()
            .addProperty("scores", JsonArraySchema.builder().items(entry).build())
            .required("scores")
            .build();
    return ResponseFormat.builder()
        .type(ResponseFormatType.JSON)
        .jsonSchema(JsonSchema.builder().name("scores").rootElement(root).build())
        .build();
  }
}
