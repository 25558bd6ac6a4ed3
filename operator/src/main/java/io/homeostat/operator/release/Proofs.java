package io.homeostat.operator.release;

import io.homeostat.crds.release.ReleaseStatus.PodProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Remembers which engine processes have acknowledged something about which Release, so that each is
 * asked once; after a restart of the operator everything is asked again, which changes nothing.
 */
final class Proofs {
  private final Map<String, Set<String>> proven = new ConcurrentHashMap<>();

  /**
   * Asks every engine that has not acknowledged yet.
   *
   * @param release {@code namespace/name} of the Release
   * @param question why an engine does not acknowledge; empty when it does
   * @return one proof per pod, ordered by the pod's name
   */
  List<PodProof> ask(
      String release, List<EnginePod> pods, Function<EnginePod, Optional<String>> question) {
    Set<String> known = proven.computeIfAbsent(release, name -> ConcurrentHashMap.newKeySet());
    known.retainAll(pods.stream().map(EnginePod::incarnation).collect(Collectors.toSet()));
    List<Future<PodProof>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pods.forEach(pod -> asked.add(threads.submit(() -> ask(known, pod, question))));
    }
    return asked.stream()
        .map(Future::resultNow)
        .sorted(Comparator.comparing(PodProof::pod))
        .toList();
  }

  /** Whether an engine has acknowledged. */
  boolean has(String release, EnginePod pod) {
    return proven.getOrDefault(release, Set.of()).contains(pod.incarnation());
  }

  /** Forgets a Release. */
  void forget(String release) {
    proven.remove(release);
  }

  private static PodProof ask(
      Set<String> known, EnginePod pod, Function<EnginePod, Optional<String>> question) {
    if (known.contains(pod.incarnation())) {
      return new PodProof(pod.name(), true, null);
    }
    Optional<String> problem = question.apply(pod);
    if (problem.isEmpty()) {
      known.add(pod.incarnation());
    }
    return new PodProof(pod.name(), problem.isEmpty(), problem.orElse(null));
  }
}
