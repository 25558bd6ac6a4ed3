package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.gateway.openai.Declared;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.ServedModel;
import io.homeostat.gateway.routing.SessionDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes interactions of calls that an application sent elsewhere. */
final class Calls {
  private static final Set<String> OPERATIONS =
      Set.of("chat", "text_completion", "generate_content", "completion");
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");
  private static final String TAG = "homeostat.tag.";
  private static final int LONGEST_RELEASE = 160;
  private static final int FAILED = 500;
  private static final double MILLIS = 1000;

  private final Sender sender;

  Calls(Sender sender) {
    this.sender = sender;
  }

  /** Whether a span or group of log records tells of an answer of a model. */
  static boolean isCall(Recorded recorded) {
    String operation = recorded.text("gen_ai.operation.name", "llm.request.type");
    if (operation != null) {
      return OPERATIONS.contains(operation);
    }
    boolean provider = recorded.text("gen_ai.provider.name", "gen_ai.system") != null;
    return provider && recorded.text("gen_ai.request.model") != null
        || recorded.events().stream().anyMatch(event -> event.name().equals("gen_ai.choice"));
  }

  /** Whether it is a request that a gateway served and recorded itself. */
  static boolean isOurs(Recorded recorded) {
    return recorded.attributes().has("homeostat.interaction");
  }

  /**
   * The interaction of a call.
   *
   * @param retrieved texts that were retrieved in the same trace
   */
  Interaction interaction(Recorded call, ServedModel model, List<String> retrieved) {
    boolean withheld = "none".equals(call.text("homeostat.capture"));
    boolean content = model.keepsContent() && !withheld;
    Said said = Said.in(call);
    Optional<Arm> arm = arm(call, model);
    String release = arm.map(Arm::release).orElseGet(() -> external(call));
    String error = error(call);
    return new Interaction(
        EventCodec.SCHEMA_VERSION,
        call.id(),
        matching(call.text("gen_ai.response.id"), ID),
        call.startMillis(),
        model.service(),
        release,
        arm.map(Arm::role).orElse(Role.STABLE).text(),
        release,
        arm.isPresent() ? model.plan().revision() : 0,
        session(call, model, said),
        sender.consumer(),
        matching(call.text("homeostat.capability"), NAME),
        content ? call.text("homeostat.reference") : null,
        content ? said.messages() : null,
        content && error == null ? said.answer() : null,
        call.attribute("gen_ai.request.stream").asBoolean(false),
        error == null ? 200 : status(call),
        error,
        finishReason(call, said),
        Math.max(0, call.endMillis() - call.startMillis()),
        firstTokenMillis(call),
        null,
        call.number("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
        call.number("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
        call.number("gen_ai.usage.cache_read.input_tokens"),
        model.use().stream().filter(use -> !withheld || !use.equals("Training")).toList(),
        null,
        null,
        call.origin(),
        null,
        content ? user(call, model) : null,
        tags(call),
        content ? evidence(call, said, retrieved) : null);
  }

  /** The arm of the Release that the application names, if the plan has it. */
  private static Optional<Arm> arm(Recorded call, ServedModel model) {
    String named = call.text("homeostat.release");
    return named == null || model.plan() == null ? Optional.empty() : model.plan().arm(named);
  }

  /** What answered elsewhere is no Release of ours: it is told apart by the model's own name. */
  private static String external(Recorded call) {
    String name = call.text("gen_ai.response.model", "gen_ai.request.model");
    String safe = name == null ? "unknown" : name.replaceAll("[^A-Za-z0-9._:/@-]", "-");
    return "external/" + safe.substring(0, Math.min(LONGEST_RELEASE, safe.length()));
  }

  private String session(Recorded call, ServedModel model, Said said) {
    String first =
        Stream.ofNullable(said.messages())
            .flatMap(List::stream)
            .filter(message -> message.role().equals("user"))
            .map(Message::content)
            .findFirst()
            .orElse(null);
    return SessionDigest.of(
        model.service(),
        sender.consumer(),
        call.text("homeostat.session"),
        call.text("gen_ai.conversation.id", "session.id"),
        first,
        call.traceId());
  }

  private String user(Recorded call, ServedModel model) {
    String user = call.text("user.id", "enduser.id", "gen_ai.request.user");
    return user == null ? null : sender.users().digest(model.service(), user);
  }

  private static Map<String, String> tags(Recorded call) {
    String declared =
        Stream.of(call.attributes(), call.resource())
            .flatMap(attributes -> attributes.properties().stream())
            .filter(field -> field.getKey().startsWith(TAG))
            .map(field -> field.getKey().substring(TAG.length()) + "=" + field.getValue().asText())
            .filter(tag -> !tag.contains(","))
            .collect(Collectors.joining(","));
    return Declared.tags(declared);
  }

  private static Interaction.Evidence evidence(Recorded call, Said said, List<String> retrieved) {
    List<String> context = new ArrayList<>(retrieved);
    context.addAll(said.context());
    List<Interaction.Tool> tools = new ArrayList<>();
    for (JsonNode tool : Said.structure(call.attribute("gen_ai.tool.definitions"))) {
      JsonNode function = tool.path("function").isObject() ? tool.get("function") : tool;
      if (function.path("name").isTextual()) {
        tools.add(
            new Interaction.Tool(function.get("name").textValue(), function.get("parameters")));
      }
    }
    Interaction.Evidence evidence =
        new Interaction.Evidence(context, tools, said.toolCalls(), null);
    return evidence.isEmpty() ? null : evidence;
  }

  private static String error(Recorded call) {
    String type = call.text("error.type");
    if (type == null && !call.failed()) {
      return null;
    }
    return Optional.ofNullable(matching(type, NAME)).orElse("error");
  }

  private static int status(Recorded call) {
    Integer status = call.number("http.response.status_code");
    return status != null && status >= 400 && status < 600 ? status : FAILED;
  }

  private static String finishReason(Recorded call, Said said) {
    String given =
        call.attribute("gen_ai.response.finish_reasons").path(0).asText(said.finishReason());
    String reason = "tool_call".equals(given) ? "tool_calls" : given;
    return matching(reason, NAME);
  }

  private static Long firstTokenMillis(Recorded call) {
    JsonNode seconds = call.attribute("gen_ai.response.time_to_first_chunk");
    return seconds.isNumber() && seconds.asDouble() >= 0
        ? Math.round(seconds.asDouble() * MILLIS)
        : null;
  }

  private static String matching(String text, Pattern pattern) {
    return text != null && pattern.matcher(text).matches() ? text : null;
  }
}
