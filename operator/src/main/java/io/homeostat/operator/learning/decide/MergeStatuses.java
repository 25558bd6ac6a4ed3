package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus.Kept;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus.Source;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus.Trial;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Says in an AdapterMerge's status what became of its Job. */
public final class MergeStatuses {
  public static final String SUCCEEDED = "Succeeded";

  private static final String PASS = "Pass";

  private final Clock clock;

  public MergeStatuses(Clock clock) {
    this.clock = clock;
  }

  /** Whether the merge is over. */
  public static boolean isFinal(AdapterMergeStatus status) {
    return status != null
        && (Conditions.isTrue(status.conditions(), SUCCEEDED)
            || Conditions.isFalse(status.conditions(), SUCCEEDED));
  }

  /**
   * Returns the status to write; parameters as in {@link DatasetStatuses#of}.
   *
   * @param sources what is known of the inputs
   */
  public AdapterMergeStatus of(
      AdapterMergeStatus before,
      Long generation,
      JobDecision decision,
      String job,
      JobProgress progress,
      String claim,
      List<MergeSource> sources) {
    Conditions conditions =
        Conditions.from(before == null ? null : before.conditions(), generation, clock);
    boolean finished = decision instanceof JobDecision.Finished;
    JsonNode result = decision instanceof JobDecision.Finished end ? end.result() : null;
    ResultFields fields = new ResultFields(result);
    List<Kept> guard = finished ? guard(result) : List.of();
    Told told =
        finished ? told(fields, guard) : Told.of(decision, progress, ConditionStatus.UNKNOWN);
    return new AdapterMergeStatus(
        generation,
        conditions.with(SUCCEEDED, told.status(), told.reason(), told.message()).list(),
        job,
        finished ? "100%" : progress == null ? null : progress.percent(),
        progress == null ? null : progress.etaSeconds(),
        finished ? fields.text("method") : null,
        finished ? fields.integer("rank") : null,
        worst(guard),
        told.status() == ConditionStatus.TRUE ? artifact(fields, claim) : null,
        sources.stream().map(MergeStatuses::source).toList(),
        finished ? tried(result) : List.of(),
        guard,
        finished ? fields.integer("capabilities") : null,
        began(before, decision),
        told.status() == ConditionStatus.UNKNOWN ? null : now());
  }

  /** Only the word Pass passes; anything that is not understood is inconclusive. */
  private static Told told(ResultFields fields, List<Kept> guard) {
    if (PASS.equals(fields.text("verdict"))) {
      return new Told(
          ConditionStatus.TRUE,
          LearningReason.AdaptersMerged,
          "adapter %s of rank %s by %s keeps %s capabilities of its inputs"
              .formatted(
                  fields.text("name"),
                  fields.integer("rank"),
                  fields.text("method"),
                  fields.integer("capabilities")));
    }
    LearningReason reason =
        "Fail".equals(fields.text("verdict"))
            ? LearningReason.GuardFailed
            : LearningReason.GuardInconclusive;
    String which =
        guard.stream()
            .filter(kept -> !PASS.equals(kept.result()))
            .map(MergeStatuses::sentence)
            .collect(Collectors.joining("; "));
    return new Told(
        ConditionStatus.FALSE,
        reason,
        which.isEmpty()
            ? "the Job's verdict is '%s' and names no capability".formatted(fields.text("verdict"))
            : which);
  }

  private static String sentence(Kept kept) {
    String needed =
        kept.itemsNeeded() == null ? "" : ", about %s needed".formatted(kept.itemsNeeded());
    return kept.input() == null
        ? "'%s': %s, no items%s".formatted(kept.capability(), kept.result(), needed)
        : "'%s': %s, merge %s, input %s %s, difference %s [%s, %s] on %s items%s"
            .formatted(
                kept.capability(),
                kept.result(),
                kept.merged(),
                kept.input(),
                kept.best(),
                kept.difference(),
                kept.lower(),
                kept.upper(),
                kept.items(),
                needed);
  }

  private static String worst(List<Kept> guard) {
    return guard.stream()
        .filter(kept -> kept.difference() != null)
        .min((a, b) -> Double.compare(number(a.difference()), number(b.difference())))
        .map(kept -> kept.capability() + " " + kept.difference())
        .orElse(null);
  }

  private static double number(String decimal) {
    return Double.parseDouble(decimal);
  }

  private static Artifact artifact(ResultFields fields, String claim) {
    String name = fields.text("name");
    return new Artifact(
        name, new PvcUri(claim, "adapters/" + name).toString(), fields.text("digest"));
  }

  private static Source source(MergeSource source) {
    return new Source(
        source.name(),
        source.artifact() == null ? null : source.artifact().uri(),
        source.artifact() == null ? null : source.artifact().digest(),
        source.evidence().stream().map(MergeSource.Evidence::name).toList());
  }

  private static List<Trial> tried(JsonNode result) {
    List<Trial> rows = new ArrayList<>();
    for (JsonNode node : result.path("tried")) {
      ResultFields row = new ResultFields(node);
      rows.add(
          new Trial(
              row.text("method"),
              row.text("density"),
              StreamSupport.stream(node.path("weights").spliterator(), false)
                  .map(JsonNode::asText)
                  .toList(),
              row.integer("rank"),
              row.decimal("score"),
              row.decimal("worst"),
              node.path("chosen").asBoolean() ? true : null,
              row.text("refused")));
    }
    return rows;
  }

  private static List<Kept> guard(JsonNode result) {
    List<Kept> rows = new ArrayList<>();
    for (JsonNode node : result.path("guard")) {
      ResultFields row = new ResultFields(node);
      rows.add(
          new Kept(
              row.text("capability"),
              row.text("result"),
              row.text("input"),
              row.decimal("best"),
              row.decimal("merged"),
              row.decimal("difference"),
              row.decimal("lower"),
              row.decimal("upper"),
              row.integer("items"),
              row.integer("trained"),
              row.integer("itemsNeeded")));
    }
    return rows;
  }

  private String began(AdapterMergeStatus before, JobDecision decision) {
    String known = before == null ? null : before.startedAt();
    return known == null && !(decision instanceof JobDecision.Blocked) ? now() : known;
  }

  private String now() {
    return Objects.toString(clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }
}
