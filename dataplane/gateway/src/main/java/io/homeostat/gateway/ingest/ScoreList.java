package io.homeostat.gateway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.gateway.openai.ApiError;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.Json;
import io.homeostat.gateway.routing.ServedModel;
import java.io.IOException;
import java.util.Optional;

/** Reads a list of scores that were made elsewhere: {@code [{id, model, name, value}]}. */
public final class ScoreList {
  private static final int MOST = 1_000;

  private ScoreList() {}

  /**
   * Reads a list; all of it is right, or none of it is taken.
   *
   * @throws ApiException with status 400 naming the first item that is wrong
   */
  public static Intake read(byte[] body, Sender sender) throws ApiException {
    JsonNode list = list(body);
    Intake intake = new Intake();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      Optional<ServedModel> model = sender.find(item.path("model").textValue());
      JsonNode value = item.path("value");
      Optional<ExternalScore> score =
          ExternalScore.of(
              item.path("id").textValue(),
              item.path("name").asText(""),
              value.isNumber() ? value.doubleValue() : null);
      if (score.isEmpty()) {
        throw wrong(
            "[%d]".formatted(i),
            "expected item %d to have the id of an interaction or response, %s"
                .formatted(i, ExternalScore.EXPECTED));
      }
      if (model.isEmpty()) {
        throw wrong(
            "[%d].model".formatted(i),
            "expected item %d to name a model that is served here for this key".formatted(i));
      }
      intake.add(model.get(), score.get().event(model.get(), sender));
    }
    return intake;
  }

  private static JsonNode list(byte[] body) throws ApiException {
    JsonNode list;
    try {
      list = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw wrong(null, "expected the body to be a JSON list, found text that is no JSON");
    } catch (IOException e) {
      throw wrong(null, "expected the body to be a JSON list in UTF-8");
    }
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST) {
      throw wrong(null, "expected the body to be a JSON list of 1 to %d scores".formatted(MOST));
    }
    return list;
  }

  private static ApiException wrong(String field, String message) {
    return new ApiException(ApiError.invalid("invalid_value", field, message));
  }
}
