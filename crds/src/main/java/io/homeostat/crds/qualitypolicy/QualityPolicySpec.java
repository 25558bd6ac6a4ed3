package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import java.util.List;
import java.util.Map;

/** How answers of a ModelService are scored. */
@ApiType
public record QualityPolicySpec(
    @Required @JsonPropertyDescription("ModelService whose answers are scored.")
        Ref modelServiceRef,
    @Default("{}") @JsonPropertyDescription("Which interactions are scored.") Sampling sampling,
    @Size(max = 50)
        @ListKey("name")
        @JsonPropertyDescription(
            "What the model is used for, at most 50; each is watched on its own. An interaction"
                + " belongs to the one that the header x-homeostat-capability names, else to the"
                + " first whose routes or tags it matches, else to the first that has a keyword in"
                + " the last user message, else to the one with the nearest exemplar that is near"
                + " enough, else to `other`.")
        List<Capability> capabilities,
    @Required @JsonPropertyDescription("Parts of the composite score.") Scorers scorers,
    @Default("600")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Seconds after its first request at which a session closes; the session is the unit of"
                + " drift and canary. Default 600.")
        Integer sessionWindowSeconds,
    @Default("30")
        @Min(0)
        @Max(3600)
        @JsonPropertyDescription(
            "Seconds after which an interaction gets its one final score. Default 30.")
        Integer settleSeconds,
    @Default("{}") @JsonPropertyDescription("What causes of a drift can be looked for in.")
        Segments segments,
    @Default("{}") @JsonPropertyDescription("Pods that score the answers.") ScorerPods scorer) {
  public QualityPolicySpec {
    capabilities = OrEmpty.list(capabilities);
  }

  /** Which interactions are scored. */
  @ApiType
  public record Sampling(
      @Default("\"1\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription("Share of the interactions, above 0 and up to 1. Default 1.")
          String rate) {}

  /** One use of the model. */
  @ApiType
  @ValidationRule(
      value = "self.name != 'other'",
      message = "spec.capabilities: choose another name than `other`, which means all the rest")
  public record Capability(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the capability.")
          String name,
      @Size(max = 50)
          @JsonPropertyDescription("Words or phrases that mark it; case does not matter.")
          List<@Size(min = 1, max = 64) String> keywords,
      @Size(max = 20)
          @JsonPropertyDescription(
              "Request paths that mark it, such as /v1/completions; one that ends with * matches"
                  + " what begins so.")
          List<@Size(min = 1, max = 200) @Pattern("^/[^\\s]*$") String> routes,
      @Size(max = 10)
          @JsonPropertyDescription(
              "Tags of the request that mark it, all of them with these values.")
          Map<String, @Size(max = 64) String> tags,
      @Size(max = 20)
          @JsonPropertyDescription(
              "Questions like those that belong to it; the nearest by sentence embedding decides.")
          List<@Size(min = 1, max = 500) String> exemplars,
      @Default("\"0.5\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Smallest cosine similarity to an exemplar, above 0 and up to 1. Default 0.5.")
          String minimumSimilarity) {
    public Capability {
      keywords = OrEmpty.list(keywords);
      routes = OrEmpty.list(routes);
      tags = OrEmpty.map(tags);
      exemplars = OrEmpty.list(exemplars);
    }
  }

  /** What attribution may look into. */
  @ApiType
  public record Segments(
      @Size(max = 5)
          @ListKey
          @JsonPropertyDescription(
              "Tags of the requests that become dimensions of a score, such as region, at most 5.")
          List<@Size(min = 1, max = 40) @Pattern("^[A-Za-z][-_.A-Za-z0-9]*$") String> tags,
      @Default("false")
          @JsonPropertyDescription("Whether the language of the question is found. Default false.")
          Boolean language,
      @Default("false")
          @JsonPropertyDescription(
              "Whether scores carry a projection of the embeddings of question and answer, 16"
                  + " numbers each. Default false.")
          Boolean embeddings) {
    public Segments {
      tags = OrEmpty.list(tags);
    }
  }

  /** Pods that score. */
  @ApiType
  @ValidationRule(
      value =
          "(has(self.dedicated) && self.dedicated) || (!has(self.replicas) &&"
              + " !has(self.resources))",
      message =
          "spec.scorer: replicas and resources size pods of the policy's own; set dedicated: true"
              + " or leave them out")
  public record ScorerPods(
      @Default("false")
          @JsonPropertyDescription(
              "Whether the policy has scorer pods of its own; else it shares the one that serves"
                  + " all policies. Default false.")
          Boolean dedicated,
      @Min(1)
          @Max(4)
          @JsonPropertyDescription(
              "Pods of its own, 1 to 4: the partitions of the topic are shared among them. Without:"
                  + " 1.")
          Integer replicas,
      @JsonPropertyDescription(
              "CPU and memory of each pod. Without: 50m and 256Mi requested, 640Mi limit.")
          Resources resources) {}

  /** Parts of the composite score. */
  @ApiType
  @ValidationRule(
      value =
          "has(self.judge) || has(self.lexical) || has(self.semantic) || has(self.groundedness) ||"
              + " has(self.invariants) || has(self.custom)",
      message =
          "spec.scorers: declare at least one of judge, lexical, semantic, groundedness, invariants"
              + " and custom")
  public record Scorers(
      @JsonPropertyDescription("An LLM judge.") JudgeScorer judge,
      @JsonPropertyDescription("Words in common with the reference, where an interaction has one.")
          Weighted lexical,
      @JsonPropertyDescription(
              "Closeness of meaning to the reference, where an interaction has one.")
          Weighted semantic,
      @JsonPropertyDescription(
              "Whether what the answer says is supported by the context that was retrieved for it,"
                  + " where a request carries one.")
          Groundedness groundedness,
      @Size(max = 30)
          @ListKey("name")
          @JsonPropertyDescription(
              "Checks that an answer passes (1) or not (0), at most 30, each a part"
                  + " invariant.<name>.")
          List<Invariant> invariants,
      @Size(max = 5)
          @ListKey("name")
          @JsonPropertyDescription(
              "Scorers of your own, asked over HTTP, at most 5, each a part custom.<name>.")
          List<Custom> custom,
      @JsonPropertyDescription(
              "Key of a ConfigMap with JSON lines {\"question\",\"answer\"}: the reference of an"
                  + " interaction that brings none and asks one of these questions, whatever case"
                  + " and white space. Default: none.")
          KeyRef goldenAnswersConfigMapRef) {
    public Scorers {
      invariants = OrEmpty.list(invariants);
      custom = OrEmpty.list(custom);
    }
  }

  /** Support by the retrieved context as a part. */
  @ApiType
  public record Groundedness(
      @Default("\"0.2\"")
          @Decimal(max = 1)
          @JsonPropertyDescription("Weight in the composite, 0 (reported only) to 1. Default 0.2.")
          String weight,
      @Default("\"0.6\"")
          @Decimal(above = true, below = true, max = 1)
          @JsonPropertyDescription(
              "Cosine similarity to a sentence of the context from which a sentence of the answer"
                  + " counts as supported, above 0 and below 1. Default 0.6.")
          String supportedFrom) {}

  /** A scorer of the user's own. */
  @ApiType
  public record Custom(
      @Required
          @Size(min = 1, max = 40)
          @Pattern(Patterns.NAME)
          @JsonPropertyDescription("Name of the part.")
          String name,
      @Required
          @Size(max = 500)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription(
              "Address that is asked by POST with question, answer, reference, context and"
                  + " capability, and answers {\"score\": 0..1}. Redirects are not followed.")
          String url,
      @JsonPropertyDescription("Key that is sent as Authorization: Bearer.")
          KeyRef credentialsSecretRef,
      @Default("\"0\"")
          @Decimal(max = 1)
          @JsonPropertyDescription("Weight in the composite, 0 (reported only) to 1. Default 0.")
          String weight,
      @Default("10")
          @Min(1)
          @Max(60)
          @JsonPropertyDescription("Seconds after which it counts as silent. Default 10.")
          Integer timeoutSeconds,
      @Default("4") @Min(1) @Max(64) @JsonPropertyDescription("Requests at a time. Default 4.")
          Integer concurrency) {}

  /** An LLM judge as a part. */
  @ApiType
  public record JudgeScorer(
      @Required @JsonPropertyDescription("The Judge.") Ref ref,
      @Default("\"0.6\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Weight in the composite, above 0 and up to 1; weights are taken relative to each"
                  + " other. Default 0.6.")
          String weight,
      @Default("false")
          @JsonPropertyDescription(
              "Whether the judge's model also words why a stream fell, in DriftMonitor"
                  + " status.summary. It is given figures and names of the evidence, never a"
                  + " question or an answer. Default false.")
          Boolean driftSummaries) {}

  /** A part that compares with a reference. */
  @ApiType
  public record Weighted(
      @Default("\"0.2\"")
          @Decimal(above = true, max = 1)
          @JsonPropertyDescription(
              "Weight in the composite, above 0 and up to 1; weights are taken relative to each"
                  + " other. Default 0.2.")
          String weight) {}
}
