package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.release.decide.AdapterGate;
import java.net.HttpURLConnection;
import java.time.temporal.ChronoUnit;

/** Opens the readiness gates of engine pods. */
final class EngineGates {
  private final Frame frame;

  EngineGates(Frame frame) {
    this.frame = frame;
  }

  /** Lets requests reach a pod; one that is gone needs no gate. */
  void open(String namespace, EnginePod pod) {
    try {
      frame
          .client()
          .pods()
          .inNamespace(namespace)
          .withName(pod.name())
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.STRATEGIC_MERGE),
              new PodBuilder()
                  .withNewStatus()
                  .addNewCondition()
                  .withType(AdapterGate.CONDITION)
                  .withStatus("True")
                  .withReason("AdaptersProven")
                  .withMessage("every release with clients has answered a probe here")
                  .withLastTransitionTime(
                      frame.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString())
                  .endCondition()
                  .endStatus()
                  .build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
