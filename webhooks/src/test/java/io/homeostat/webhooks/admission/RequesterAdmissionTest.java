package io.homeostat.webhooks.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequesterAdmissionTest {
  private final ObjectMapper mapper = new ObjectMapper();
  private final RequesterAdmission admission = new RequesterAdmission();

  @Test
  void theAuthenticatedUserIsWrittenIntoTheSpec() throws Exception {
    JsonNode response =
        answer(Reviews.intervention("anna@example.com", ",\"spec\":{\"action\":\"Abort\"}"));

    assertThat(response.path("uid").asText()).isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(patch(response))
        .isEqualTo(
            mapper.readTree(
                "[{\"op\":\"add\",\"path\":\"/spec/requestedBy\",\"value\":\"anna@example.com\"}]"));
  }

  @Test
  void whatTheClientClaimsIsOverwritten() throws Exception {
    JsonNode response =
        answer(Reviews.intervention("mallory", ",\"spec\":{\"requestedBy\":\"anna\"}"));

    // RFC 6902, section 4.1: an existing member is replaced by add
    assertThat(patch(response).at("/0/op").asText()).isEqualTo("add");
    assertThat(patch(response).at("/0/value").asText()).isEqualTo("mallory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"spec\":null", ",\"spec\":\"text\""})
  void anObjectWithoutSpecIsLeftToTheSchema(String spec) throws Exception {
    JsonNode response = answer(Reviews.intervention("anna", spec));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  @Test
  void anotherKindIsRefusedWithTheRemedy() throws Exception {
    JsonNode response = answer(Reviews.of("apps", "Deployment", "anna", "{}"));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/message").asText())
        .contains("found Deployment of apps")
        .contains("MutatingWebhookConfiguration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected a JSON object",
        "null | expected a JSON object",
        "[] | expected a JSON object",
        "{ | expected JSON",
        "{} | expected kind AdmissionReview",
        "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"kind\":\"AdmissionReview\"} | found kind"
            + " 'AdmissionReview' of 'admission.k8s.io/v1beta1'",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"} | expected a text at"
            + " request.uid",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\"}}"
            + " | expected a text at request.userInfo.username",
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"1\",\"userInfo\":{\"username\":\"\"}}}"
            + " | expected a text at request.userInfo.username"
      })
  void aMalformedReviewSaysWhatWasExpected(String body, String message) {
    assertThatExceptionOfType(MalformedReviewException.class)
        .isThrownBy(() -> AdmissionReview.read(body.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining(message);
  }

  private JsonNode answer(byte[] review) throws Exception {
    JsonNode answer = mapper.readTree(admission.answer(AdmissionReview.read(review)));
    assertThat(answer.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.path("kind").asText()).isEqualTo("AdmissionReview");
    return answer.path("response");
  }

  private JsonNode patch(JsonNode response) throws IOException {
    return mapper.readTree(response.path("patch").binaryValue());
  }
}
