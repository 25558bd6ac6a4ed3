package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import java.util.List;

/** How answers of a ModelService are scored. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityPolicySpec(
    Ref modelServiceRef, Sampling sampling, List<Capability> capabilities, Scorers scorers, Integer sessionWindowSeconds,
    Integer settleSeconds) {
  /** rate: share of interactions scored, decimal in (0,1]. */
  public record Sampling(String rate) {}
  /** An interaction belongs to the capability named by header x-homeostat-capability, else to the first whose keyword is in the last user message, else to {@code other}. */
  public record Capability(String name, List<String> keywords) {}
  public record Scorers(JudgeScorer judge, Weighted lexical, Weighted semantic) {}
  public record JudgeScorer(Ref ref, String weight) {}
  public record Weighted(String weight) {}
}
