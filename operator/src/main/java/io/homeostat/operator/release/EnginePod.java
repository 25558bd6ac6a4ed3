package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.stream.Collectors;

/**
 * One ready engine pod as the operator talks to it.
 *
 * @param incarnation changes when the pod or its engine process is another one
 * @param url root of the engine's API
 */
record EnginePod(String name, String incarnation, String url) {
  private static final int DEFAULT_PORT = 8000;

  /** Whether a pod can be asked anything. */
  static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getPodIP() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  static EnginePod of(Pod pod) {
    String processes =
        pod.getStatus().getContainerStatuses().stream()
            .map(status -> status.getContainerID() + "/" + status.getRestartCount())
            .collect(Collectors.joining(","));
    String ip = pod.getStatus().getPodIP();
    return new EnginePod(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid() + "/" + processes,
        "http://%s:%d".formatted(ip.contains(":") ? "[" + ip + "]" : ip, port(pod)));
  }

  private static int port(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> "http".equals(port.getName()))
        .findFirst()
        .map(ContainerPort::getContainerPort)
        .orElse(DEFAULT_PORT);
  }
}
