package io.homeostat.scorer.policy;

/**
 * Which policies this process scores for, so that no answer is scored by two.
 *
 * @param policy {@code namespace/name} of the only one; empty for all that have no process of their
 *     own
 */
public record Scope(String policy) {
  /** Whether a policy is this process's. */
  public boolean covers(ScoringPolicy candidate) {
    return policy.isEmpty() ? !candidate.dedicated() : policy.equals(candidate.name());
  }
}
