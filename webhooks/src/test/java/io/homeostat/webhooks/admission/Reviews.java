package io.homeostat.webhooks.admission;

import java.nio.charset.StandardCharsets;

/** Admission reviews as the API server sends them. */
final class Reviews {
  private Reviews() {}

  static byte[] intervention(String user, String spec) {
    return of("homeostat.io", "Intervention", user, "{\"metadata\":{\"name\":\"a\"}" + spec + "}");
  }

  static byte[] of(String group, String kind, String user, String object) {
    return """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{
      "uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
      "kind":{"group":"%s","version":"v1alpha1","kind":"%s"},
      "operation":"CREATE","userInfo":{"username":"%s","groups":["system:authenticated"]},
      "object":%s}}
    """
        .formatted(group, kind, user, object)
        .getBytes(StandardCharsets.UTF_8);
  }
}
