package io.homeostat.monitor.definitions;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns the declared objects into what the monitor works with. An object that cannot be used is
 * left out with a sentence about it; it never stops the others.
 */
public final class DefinitionsReader {
  private static final int DEFAULT_WINDOW_SECONDS = 600;
  private static final int DEFAULT_SETTLE_SECONDS = 30;
  private static final long LEAST_LATENESS_MILLIS = 5_000; // judges answer out of order

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> fingerprints = new HashMap<>();

  private DefinitionsReader() {}

  /**
   * Reads a whole snapshot.
   *
   * @param weights splits by service
   */
  public static Definitions read(DeclaredObjects objects, Map<String, PlanWeights> weights) {
    return new DefinitionsReader().readAll(objects, weights);
  }

  private Definitions readAll(DeclaredObjects objects, Map<String, PlanWeights> weights) {
    objects.releases().stream()
        .filter(release -> release.getSpec() != null && release.getSpec().fingerprint() != null)
        .forEach(release -> fingerprints.put(subject(release), release.getSpec().fingerprint()));
    Map<String, List<MonitorDefinition>> monitors =
        group(
            objects.monitors(),
            monitor ->
                reference(
                    monitor,
                    monitor.getSpec() == null ? null : monitor.getSpec().modelServiceRef()),
            DriftMonitorReader::read);
    Map<String, List<CanaryDefinition>> canaries =
        group(
            objects.canaries(),
            canary ->
                reference(
                    canary, canary.getSpec() == null ? null : canary.getSpec().modelServiceRef()),
            canary -> CanaryReader.read(canary, fingerprints.get(candidate(canary))));
    Map<String, ReleaseParts> releases = parts(objects.releases());
    Map<String, ServiceDefinition> services = new TreeMap<>();
    oldestPolicies(objects.policies())
        .forEach(
            (service, policy) ->
                services.put(
                    service,
                    service(
                        service,
                        policy,
                        monitors.getOrDefault(service, List.of()),
                        canaries.getOrDefault(service, List.of()),
                        weights.getOrDefault(service, PlanWeights.UNKNOWN),
                        releases.getOrDefault(service, ReleaseParts.UNKNOWN))));
    return new Definitions(services, problems);
  }

  private static Map<String, ReleaseParts> parts(Collection<Release> releases) {
    return releases.stream()
        .filter(release -> release.getSpec() != null && release.getSpec().modelServiceRef() != null)
        .collect(
            Collectors.groupingBy(
                release -> reference(release, release.getSpec().modelServiceRef()),
                Collectors.collectingAndThen(Collectors.toList(), ReleaseParts::of)));
  }

  private <K extends HasMetadata, D> Map<String, List<D>> group(
      Collection<K> objects, Function<K, String> service, Function<K, Optional<D>> read) {
    Map<String, List<D>> grouped = new HashMap<>();
    for (K object :
        objects.stream().sorted(Comparator.comparing(DefinitionsReader::subject)).toList()) {
      try {
        Optional<D> definition = read.apply(object);
        String of = service.apply(object);
        if (of != null) {
          definition.ifPresent(
              found -> grouped.computeIfAbsent(of, _ -> new ArrayList<>()).add(found));
        }
      } catch (IllegalArgumentException e) {
        problems.add(
            "%s %s is not used: %s".formatted(object.getKind(), subject(object), e.getMessage()));
      }
    }
    return grouped;
  }

  private Map<String, QualityPolicy> oldestPolicies(Collection<QualityPolicy> policies) {
    Map<String, QualityPolicy> oldest = new TreeMap<>();
    policies.stream()
        .sorted(
            Comparator.comparing(
                    (QualityPolicy policy) -> policy.getMetadata().getCreationTimestamp(),
                    Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(DefinitionsReader::subject))
        .forEach(
            policy -> {
              String service =
                  policy.getSpec() == null
                      ? null
                      : reference(policy, policy.getSpec().modelServiceRef());
              if (service != null && oldest.putIfAbsent(service, policy) != null) {
                problems.add(
                    "QualityPolicy %s is not used: %s has an older one, %s"
                        .formatted(subject(policy), service, subject(oldest.get(service))));
              }
            });
    return oldest;
  }

  private static ServiceDefinition service(
      String name,
      QualityPolicy policy,
      List<MonitorDefinition> monitors,
      List<CanaryDefinition> canaries,
      PlanWeights weights,
      ReleaseParts releases) {
    QualityPolicySpec spec = policy.getSpec();
    Set<String> capabilities =
        spec.capabilities() == null
            ? Set.of()
            : spec.capabilities().stream()
                .map(QualityPolicySpec.Capability::name)
                .collect(Collectors.toSet());
    return new ServiceDefinition(
        name,
        capabilities,
        1000L * Numbers.orElse(spec.sessionWindowSeconds(), DEFAULT_WINDOW_SECONDS),
        Math.max(
            LEAST_LATENESS_MILLIS,
            1000L * Numbers.orElse(spec.settleSeconds(), DEFAULT_SETTLE_SECONDS)),
        judge(policy),
        monitors,
        canaries,
        weights,
        releases);
  }

  private static String judge(QualityPolicy policy) {
    QualityPolicySpec.Scorers scorers = policy.getSpec().scorers();
    return scorers == null || scorers.judge() == null
        ? null
        : reference(policy, scorers.judge().ref());
  }

  private static String candidate(CanaryRelease canary) {
    return canary.getSpec() == null ? null : reference(canary, canary.getSpec().candidateRef());
  }

  private static String reference(HasMetadata from, Ref to) {
    return to == null || to.name() == null
        ? null
        : from.getMetadata().getNamespace() + "/" + to.name();
  }

  static String subject(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  /** The objects of one moment. */
  public record DeclaredObjects(
      Collection<QualityPolicy> policies,
      Collection<DriftMonitor> monitors,
      Collection<CanaryRelease> canaries,
      Collection<Release> releases) {}
}
