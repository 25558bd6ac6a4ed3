package io.homeostat.judge;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.homeostat.crds.judge.JudgeSpec;
import java.time.Duration;

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
}
