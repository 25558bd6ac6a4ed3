package io.homeostat.operator.modelservice;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.frame.ServerSide;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Secret from which engine pods take their key. It is written without ever being read, so that
 * the operator needs no right to read anybody's Secrets.
 */
final class EngineKey {
  static final String VARIABLE = "VLLM_API_KEY";
  static final String KEY = "key";

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
  private static final int DIGEST_DIGITS = 12;

  private final Frame frame;
  private final Map<String, Instant> written = new ConcurrentHashMap<>();

  EngineKey(Frame frame) {
    this.frame = frame;
  }

  /** Writes the Secret unless it was written in the last minute. */
  void keep(ModelService service) {
    String uid = service.getMetadata().getUid();
    Instant now = frame.clock().instant();
    Instant before = written.get(uid);
    if (before == null || before.plus(AGAIN_AFTER).isBefore(now)) {
      ServerSide.apply(frame.client(), desired(service, frame.keys().engine(uid)));
      written.put(uid, now);
    }
  }

  /** A digest that tells keys apart without telling the key. */
  String digest(ModelService service) {
    return CanonicalJson.sha256(frame.keys().engine(service.getMetadata().getUid()))
        .substring(0, DIGEST_DIGITS);
  }

  static Secret desired(ModelService service, String key) {
    String name = service.getMetadata().getName();
    return new SecretBuilder()
        .withNewMetadata()
        .withName(EnginePool.keyName(name))
        .withNamespace(service.getMetadata().getNamespace())
        .withLabels(Labels.of(name))
        .withOwnerReferences(Owners.controlledBy(service))
        .endMetadata()
        .withType("Opaque")
        .withData(
            Map.of(KEY, Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))))
        .build();
  }
}
