package io.homeostat.webhooks.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes into each new Intervention who ordered it: {@code spec.requestedBy} becomes the
 * authenticated user, whatever the client sent. CEL cannot do this, because rules do not see the
 * user.
 */
public final class RequesterAdmission implements Admission {
  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public String answer(AdmissionReview review) {
    if (!isIntervention(review)) {
      return review.refused(
          "this webhook admits Interventions of homeostat.io, found %s of %s: correct the rules of the MutatingWebhookConfiguration"
              .formatted(review.kind(), review.group()));
    }
    return review.object().path("spec").isObject()
        ? review.patched(patch(review.user()))
        : review.allowed(); // without a spec the schema refuses the object and says so
  }

  private static boolean isIntervention(AdmissionReview review) {
    return "homeostat.io".equals(review.group()) && "Intervention".equals(review.kind());
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
