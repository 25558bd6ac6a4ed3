package io.homeostat.scorer.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The policies and judges in force; written by informers and calibration, read by the pipeline. */
public final class Definitions {
  private final Map<String, ScoringPolicy> policies = new ConcurrentHashMap<>();
  private final Map<String, JudgeHandle> judges = new ConcurrentHashMap<>();

  /** The policy of a service, {@code namespace/name}. */
  public Optional<ScoringPolicy> policy(String service) {
    return policies.values().stream()
        .filter(policy -> policy.service().equals(service))
        .findFirst();
  }

  /** The judge of that {@code namespace/name}. */
  public Optional<JudgeHandle> judge(String name) {
    return name == null ? Optional.empty() : Optional.ofNullable(judges.get(name));
  }

  public void putPolicy(String name, ScoringPolicy policy) {
    policies.put(name, policy);
  }

  public void removePolicy(String name) {
    policies.remove(name);
  }

  public void putJudge(String name, JudgeHandle judge) {
    judges.put(name, judge);
  }

  public void removeJudge(String name) {
    judges.remove(name);
  }
}
