package io.homeostat.webhooks.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes into each new Intervention who ordered it: {@code spec.requestedBy} becomes the
 * authenticated user, whatever the client sent. CEL cannot do this, because rules do not see the
 * user.
 */
public final class RequesterAdmission {
  private static final String API = "admission.k8s.io/v1";
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * Answers a review.
   *
   * @param review an AdmissionReview of {@code admission.k8s.io/v1} as JSON
   * @return the AdmissionReview with the response
   * @throws MalformedReviewException when it is no such review
   */
  public String answer(byte[] review) throws MalformedReviewException {
    JsonNode request = request(review);
    String uid = text(request, "/uid");
    String user = text(request, "/userInfo/username");
    ObjectNode response = mapper.createObjectNode();
    response.put("uid", uid);
    if (!isIntervention(request)) {
      refuse(response, request);
    } else {
      response.put("allowed", true);
      if (request.at("/object/spec").isObject()) {
        response.put("patchType", "JSONPatch");
        response.put("patch", patch(user));
      } // without a spec the schema refuses the object and says so
    }
    ObjectNode answer = mapper.createObjectNode();
    answer.put("apiVersion", API);
    answer.put("kind", "AdmissionReview");
    answer.set("response", response);
    return answer.toString();
  }

  private JsonNode request(byte[] body) throws MalformedReviewException {
    JsonNode review = parse(body);
    String api = review.path("apiVersion").asText();
    String kind = review.path("kind").asText();
    if (!API.equals(api) || !"AdmissionReview".equals(kind)) {
      throw new MalformedReviewException(
          "expected kind AdmissionReview of %s, found kind '%s' of '%s'".formatted(API, kind, api));
    }
    return review.path("request");
  }

  private JsonNode parse(byte[] body) throws MalformedReviewException {
    try {
      JsonNode review = mapper.readTree(body);
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

  private static boolean isIntervention(JsonNode request) {
    return "homeostat.io".equals(request.at("/kind/group").asText())
        && "Intervention".equals(request.at("/kind/kind").asText());
  }

  private static void refuse(ObjectNode response, JsonNode request) {
    response.put("allowed", false);
    response
        .putObject("status")
        .put("code", 400)
        .put(
            "message",
            "this webhook admits Interventions of homeostat.io, found %s of %s: correct the rules of the MutatingWebhookConfiguration"
                .formatted(request.at("/kind/kind").asText(), request.at("/kind/group").asText()));
  }

  private String patch(String user) {
    ObjectNode operation = mapper.createObjectNode();
    operation.put("op", "add"); // replaces what is there
    operation.put("path", "/spec/requestedBy");
    operation.put("value", user);
    String patch = mapper.createArrayNode().add(operation).toString();
    return Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
  }
}
