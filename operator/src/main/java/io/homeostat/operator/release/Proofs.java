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
import java.util.stream.Collectors;

/**
 * Remembers which engine processes have proven which Release, so that each is asked once; after a
 * restart of the operator everything is proven again, which changes nothing.
 */
final class Proofs {
  private final EngineClient engine;
  private final Map<String, Set<String>> proven = new ConcurrentHashMap<>();

  Proofs(EngineClient engine) {
    this.engine = engine;
  }

  /**
   * Proves an adapter on every pod that has not proven it yet.
   *
   * @param releaseUid UID of the Release
   * @return one proof per pod, ordered by the pod's name
   */
  List<PodProof> prove(String releaseUid, List<EnginePod> pods, String adapter, String key) {
    Set<String> known = proven.computeIfAbsent(releaseUid, uid -> ConcurrentHashMap.newKeySet());
    known.retainAll(pods.stream().map(EnginePod::incarnation).collect(Collectors.toSet()));
    List<Future<PodProof>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pods.forEach(pod -> asked.add(threads.submit(() -> prove(known, pod, adapter, key))));
    }
    return asked.stream()
        .map(Future::resultNow)
        .sorted(Comparator.comparing(PodProof::pod))
        .toList();
  }

  /** Forgets a Release. */
  void forget(String releaseUid) {
    proven.remove(releaseUid);
  }

  private PodProof prove(Set<String> known, EnginePod pod, String adapter, String key) {
    if (known.contains(pod.incarnation())) {
      return new PodProof(pod.name(), true, null);
    }
    Optional<String> problem = engine.prove(pod, adapter, key);
    if (problem.isEmpty()) {
      known.add(pod.incarnation());
    }
    return new PodProof(pod.name(), problem.isEmpty(), problem.orElse(null));
  }
}
