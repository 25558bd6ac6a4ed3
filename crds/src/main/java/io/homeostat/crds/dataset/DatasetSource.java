package io.homeostat.crds.dataset;

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
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** One place that rows come from. */
@ApiType
@ValidationRule(
    value =
        "[has(self.corrections), has(self.interactions), has(self.file), has(self.dataset),"
            + " has(self.teacher)].filter(x, x).size() == 1",
    message =
        "spec.sources: give each source exactly one of corrections, interactions, teacher, file and"
            + " dataset")
public record DatasetSource(
    @Required
        @Size(min = 1, max = 40)
        @Pattern(Patterns.NAME)
        @JsonPropertyDescription("Name, by which rows and counts tell where they came from.")
        String name,
    @JsonPropertyDescription("Corrections that people gave.") Corrections corrections,
    @JsonPropertyDescription(
            "Answers that the model gave, of traffic that may be used for training.")
        Interactions interactions,
    @JsonPropertyDescription("Rows of a file.") File file,
    @JsonPropertyDescription("Training rows of another Dataset's current version.")
        Replayed dataset,
    @JsonPropertyDescription(
            "Questions that the model was asked, answered by a stronger one; only checked answers"
                + " are taken.")
        Teacher teacher) {

  /** Corrections that people gave. */
  @ApiType
  public record Corrections(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Capability that they are about.")
          String capability,
      @Required @Timestamp @JsonPropertyDescription("Moment from which they count.") String since,
      @Default("50")
          @Min(1)
          @Max(100000)
          @JsonPropertyDescription("How many a build waits for. Default 50.")
          Integer minimum,
      @Default("86400")
          @Min(0)
          @Max(2592000)
          @JsonPropertyDescription("Seconds that it waits for them. Default 86400.")
          Integer maximumWaitSeconds) {}

  /** Answers that the model gave. */
  @ApiType
  public record Interactions(
      @Size(max = 64) @ListKey @JsonPropertyDescription("Capabilities. Default: all.")
          List<@Size(min = 1, max = 63) String> capabilities,
      @Timestamp @JsonPropertyDescription("Moment from which they count. Default: 30 days ago.")
          String since,
      @Timestamp @JsonPropertyDescription("Moment until which they count. Default: now.")
          String until,
      @Size(max = 64) @ListKey @JsonPropertyDescription("Releases that answered. Default: all.")
          List<@Size(min = 1, max = 63) String> releases,
      @Decimal(max = 1)
          @JsonPropertyDescription("Composite score at least, 0 to 1. Default: scored or not.")
          String minimumScore,
      @Decimal(max = 1)
          @JsonPropertyDescription("Composite score at most, 0 to 1. Default: scored or not.")
          String maximumScore,
      @Decimal(max = 1)
          @JsonPropertyDescription("Mean rating by people at least, 0 to 1. Default: rated or not.")
          String minimumRating,
      @Default("10000")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("Answers at most, the latest ones. Default 10000.")
          Integer rows) {
    public Interactions {
      capabilities = OrEmpty.list(capabilities);
      releases = OrEmpty.list(releases);
    }
  }

  /** Questions that the model was asked, answered by a stronger one. */
  @ApiType
  public record Teacher(
      @Required
          @Size(max = 512)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription("OpenAI-compatible API up to and with `/v1`.")
          String endpoint,
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Model that answers.")
          String model,
      @JsonPropertyDescription(
              "Key of a Secret with the endpoint's API key. Default: no key is sent.")
          KeyRef credentialsSecretRef,
      @Default("{}") @JsonPropertyDescription("Which questions are asked again.")
          Interactions interactions,
      @Default("{}")
          @JsonPropertyDescription("What an answer must pass when its question has no reference.")
          Accept accept) {}

  /**
   * What confirms a teacher's answer: a reference where the question came with one, else the
   * pattern, else the judge; without any of them nothing is taken.
   */
  @ApiType
  public record Accept(
      @Size(min = 1, max = 1024)
          @JsonPropertyDescription(
              "Regular expression that the whole answer must match. Default: the judge decides.")
          String pattern,
      @JsonPropertyDescription("Judge of another model family than the teacher's.")
          TeacherJudge judge) {}

  /** A judge of a teacher's answers. */
  @ApiType
  public record TeacherJudge(
      @Required
          @Size(max = 512)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription("OpenAI-compatible API up to and with `/v1`.")
          String endpoint,
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "Model that judges; the letters that its name begins with must not be the teacher's.")
          String model,
      @JsonPropertyDescription(
              "Key of a Secret with the endpoint's API key. Default: no key is sent.")
          KeyRef credentialsSecretRef,
      @Default("4")
          @Min(1)
          @Max(5)
          @JsonPropertyDescription("Score from which an answer is taken, 1 to 5. Default 4.")
          Integer minimumScore) {}

  /** Rows of a file. */
  @ApiType
  @ValidationRule(
      value = Patterns.PVC_RULE,
      message =
          "spec.sources[].file.uri: write pvc://<claim>/<path>, the path without '.', '..' or empty"
              + " parts")
  public record File(
      @Required
          @Size(min = 8, max = 512)
          @JsonPropertyDescription(
              "JSON lines, or Parquet when the name ends in .parquet, at `pvc://<claim>/<path>`: rows"
                  + " {\"capability\", \"prompt\", \"answer\"} or {\"capability\", \"messages\"} with"
                  + " the answer as the last message.")
          String uri,
      @Default("BaseTraining")
          @OneOf({"Human", "BaseTraining", "Golden", "OtherModel", "Unknown"})
          @JsonPropertyDescription(
              "Who wrote the answers of rows that do not say it themselves. Default BaseTraining.")
          String provenance,
      @Default("1000")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("How many rows are taken, evenly by capability. Default 1000.")
          Integer rows) {}

  /** Training rows of another Dataset. */
  @ApiType
  public record Replayed(
      @Required @JsonPropertyDescription("The Dataset.") Ref ref,
      @Default("1000")
          @Min(1)
          @Max(1000000)
          @JsonPropertyDescription("How many rows are taken, evenly by capability. Default 1000.")
          Integer rows) {}
}
