package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.gateway.routing.ServedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what an application's OpenTelemetry SDK, or a collector, tells about calls of models. Spans
 * and log records that tell of something else are left out and are no mistake.
 */
public final class Telemetry {
  private static final String EVALUATION = "gen_ai.evaluation.result";

  private final Sender sender;
  private final Calls calls;
  private final Intake intake = new Intake();

  private Telemetry(Sender sender) {
    this.sender = sender;
    this.calls = new Calls(sender);
  }

  /**
   * Reads an export of spans.
   *
   * @throws IOException when the bytes are no export of this format; the message carries no content
   */
  public static Intake traces(OtlpFormat format, byte[] body, Sender sender) throws IOException {
    return new Telemetry(sender).take(format.traces(body));
  }

  /**
   * Reads an export of log records.
   *
   * @throws IOException when the bytes are no export of this format; the message carries no content
   */
  public static Intake logs(OtlpFormat format, byte[] body, Sender sender) throws IOException {
    return new Telemetry(sender).take(format.logs(body));
  }

  private Intake take(List<Recorded> all) {
    Map<String, List<String>> retrieved = retrieved(all);
    for (Recorded recorded : all) {
      recorded.events().stream()
          .filter(event -> event.name().equals(EVALUATION))
          .forEach(event -> evaluation(recorded, event));
      if (Calls.isCall(recorded) && !Calls.isOurs(recorded)) {
        call(recorded, retrieved.getOrDefault(recorded.traceId(), List.of()));
      }
    }
    return intake;
  }

  /** Texts that spans of a trace retrieved, by trace. */
  private static Map<String, List<String>> retrieved(List<Recorded> all) {
    Map<String, List<String>> texts = new HashMap<>();
    for (Recorded recorded : all) {
      if (recorded.traceId() != null) {
        for (JsonNode document :
            Said.structure(recorded.attributes().path("gen_ai.retrieval.documents"))) {
          JsonNode text = document.has("content") ? document.get("content") : document.path("text");
          if (text.isTextual()) {
            texts
                .computeIfAbsent(recorded.traceId(), id -> new ArrayList<>())
                .add(text.textValue());
          }
        }
      }
    }
    return texts;
  }

  private void call(Recorded call, List<String> retrieved) {
    Optional<ServedModel> model = model(call);
    if (model.isEmpty()) {
      intake.reject(noModel());
    } else if (call.id() == null) {
      intake.reject("a call without trace id and span id cannot be told from its repetition");
    } else if (!sender.isRecent(call.startMillis())) {
      intake.reject("a call must have begun within the last 7 days and not in the future");
    } else {
      intake.add(model.get(), calls.interaction(call, model.get(), retrieved));
    }
  }

  private void evaluation(Recorded recorded, Recorded.Event event) {
    JsonNode fields = event.attributes();
    if (fields.has("error.type")) {
      return;
    }
    String response = fields.path("gen_ai.response.id").asText(recorded.text("gen_ai.response.id"));
    String id = response == null ? recorded.id() : response;
    Optional<ServedModel> model =
        fields.path("homeostat.model").isTextual()
            ? sender.find(fields.get("homeostat.model").textValue())
            : model(recorded);
    if (model.isEmpty()) {
      intake.reject(noModel());
      return;
    }
    ExternalScore.of(
            id,
            fields.path("gen_ai.evaluation.name").asText(""),
            value(
                fields.path("gen_ai.evaluation.score.value"),
                fields.path("gen_ai.evaluation.score.label").asText("")))
        .ifPresentOrElse(
            score -> intake.add(model.get(), score.event(model.get(), sender)),
            () ->
                intake.reject(
                    "a "
                        + EVALUATION
                        + " needs a response id or the span of the answer, "
                        + ExternalScore.EXPECTED));
  }

  private static Double value(JsonNode value, String label) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (label) {
      case "pass" -> 1.0;
      case "fail" -> 0.0;
      default -> null;
    };
  }

  private Optional<ServedModel> model(Recorded recorded) {
    return sender.find(recorded.text("homeostat.model"), recorded.text("gen_ai.request.model"));
  }

  private static String noModel() {
    return "no model of that name is served here for this key: name a ModelService in the header"
        + " x-homeostat-model or the attribute homeostat.model";
  }
}
