package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.homeostat.crds.modelservice.AttachedPods;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.modelservice.decide.PoolName;
import io.homeostat.operator.release.decide.AdapterGate;
import java.util.stream.Collectors;

/**
 * One engine pod as the operator talks to it.
 *
 * @param pool name of its pool
 * @param incarnation changes when the pod or its engine process is another one
 * @param url root of the engine's API
 * @param adapters folder at which it sees the adapters
 * @param closed whether its readiness gate still keeps requests away
 */
record EnginePod(
    String name, String pool, String incarnation, String url, String adapters, boolean closed) {
  /** Where the operator's own pods see the folder of adapters. */
  static final String ADAPTERS = "/adapters";

  private static final int DEFAULT_PORT = 8000;

  /** Whether the engine answers, whatever its readiness gate says. */
  static boolean answers(Pod pod) {
    return runs(pod)
        && pod.getStatus().getPodIP() != null
        && !pod.getStatus().getContainerStatuses().isEmpty()
        && pod.getStatus().getContainerStatuses().stream()
            .allMatch(container -> Boolean.TRUE.equals(container.getReady()));
  }

  /** Whether an engine process may be there, ready or not. */
  static boolean runs(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getContainerStatuses().stream().anyMatch(EnginePod::started);
  }

  static EnginePod of(Pod pod) {
    return of(
        pod,
        pod.getMetadata().getLabels().getOrDefault(Labels.POOL, PoolName.FIRST),
        port(pod),
        ADAPTERS);
  }

  /** A pod that somebody else makes. */
  static EnginePod attached(Pod pod, String pool, AttachedPods attached) {
    return of(pod, pool, attached.port(), attached.adapterPath());
  }

  private static EnginePod of(Pod pod, String pool, int port, String adapters) {
    String processes =
        pod.getStatus().getContainerStatuses().stream()
            .map(status -> status.getContainerID() + "/" + status.getRestartCount())
            .collect(Collectors.joining(","));
    String ip = pod.getStatus().getPodIP();
    return new EnginePod(
        pod.getMetadata().getName(),
        pool,
        pod.getMetadata().getUid() + "/" + processes,
        "http://%s:%d".formatted(ip != null && ip.contains(":") ? "[" + ip + "]" : ip, port),
        adapters,
        closed(pod));
  }

  private static boolean started(ContainerStatus container) {
    return container.getContainerID() != null
        && (container.getState() == null || container.getState().getTerminated() == null);
  }

  private static boolean closed(Pod pod) {
    boolean gated =
        pod.getSpec().getReadinessGates().stream()
            .anyMatch(gate -> AdapterGate.CONDITION.equals(gate.getConditionType()));
    return gated
        && pod.getStatus().getConditions().stream()
            .noneMatch(
                condition ->
                    AdapterGate.CONDITION.equals(condition.getType())
                        && "True".equals(condition.getStatus()));
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
