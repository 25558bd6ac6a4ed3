package io.homeostat.webhooks.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * What the API server asks about one change, and the forms of an answer.
 *
 * @param uid names the question in the answer
 * @param user the authenticated user
 * @param group API group of the object
 * @param kind kind of the object
 * @param object the object as it is to be stored; a missing node when it is deleted
 * @param before the object as it is stored; null or a missing node when it is created
 */
public record AdmissionReview(
    String uid, String user, String group, String kind, JsonNode object, JsonNode before) {
  private static final String API = "admission.k8s.io/v1";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a review.
   *
   * @param body an AdmissionReview of {@code admission.k8s.io/v1} as JSON
   * @throws MalformedReviewException when it is no such review
   */
  public static AdmissionReview read(byte[] body) throws MalformedReviewException {
    JsonNode review = parse(body);
    String api = review.path("apiVersion").asText();
    String kind = review.path("kind").asText();
    if (!API.equals(api) || !"AdmissionReview".equals(kind)) {
      throw new MalformedReviewException(
          "expected kind AdmissionReview of %s, found kind '%s' of '%s'".formatted(API, kind, api));
    }
    JsonNode request = review.path("request");
    return new AdmissionReview(
        text(request, "/uid"),
        text(request, "/userInfo/username"),
        request.at("/kind/group").asText(),
        request.at("/kind/kind").asText(),
        request.path("object"),
        request.path("oldObject"));
  }

  /** The answer that lets the change pass as it is. */
  String allowed() {
    return answer(response(true));
  }

  /** The answer that lets the change pass and shows the user what is worth knowing. */
  public String allowed(List<String> warnings) {
    ObjectNode response = response(true);
    if (!warnings.isEmpty()) {
      warnings.forEach(response.putArray("warnings")::add);
    }
    return answer(response);
  }

  /**
   * The answer that lets the change pass with a patch.
   *
   * @param patch a JSON patch in base64
   */
  String patched(String patch) {
    ObjectNode response = response(true);
    response.put("patchType", "JSONPatch");
    response.put("patch", patch);
    return answer(response);
  }

  /** The answer that refuses the change. */
  String refused(String message) {
    ObjectNode response = response(false);
    response.putObject("status").put("code", 400).put("message", message);
    return answer(response);
  }

  private ObjectNode response(boolean allowed) {
    return JSON.createObjectNode().put("uid", uid).put("allowed", allowed);
  }

  private static String answer(ObjectNode response) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("apiVersion", API);
    answer.put("kind", "AdmissionReview");
    answer.set("response", response);
    return answer.toString();
  }

  private static JsonNode parse(byte[] body) throws MalformedReviewException {
    try {
      JsonNode review = JSON.readTree(body);
      if (review != null && review.isObject()) {
        return review;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedReviewException(
          "expected JSON, found something else at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    throw new MalformedReviewException(
        "expected a JSON object with an AdmissionReview, found none");
  }

  private static String text(JsonNode request, String pointer) throws MalformedReviewException {
    JsonNode value = request.at(pointer);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new MalformedReviewException(
          "expected a text at request%s, found none".formatted(pointer.replace('/', '.')));
    }
    return value.textValue();
  }
}
