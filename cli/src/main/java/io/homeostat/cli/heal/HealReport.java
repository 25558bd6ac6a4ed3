package io.homeostat.cli.heal;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.canaryrelease.CanaryReleaseStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.dataset.DatasetStatus;
import io.homeostat.crds.evaluation.EvaluationStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingpolicy.HealingPolicyStatus;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.ReleaseSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One repair from its cause to its effect, for the people who have to answer for it. An effect is
 * claimed from arms that served at the same time, and from nothing else.
 */
final class HealReport {
  private final RepairObjects found;
  private final Markdown page = new Markdown();

  private HealReport(RepairObjects found) {
    this.found = found;
  }

  /** The report as Markdown. */
  static String of(RepairObjects found) {
    HealReport report = new HealReport(found);
    report.outcome();
    report.cause();
    report.attempts();
    report.data();
    report.training();
    report.proof();
    report.release();
    report.effect();
    report.cost();
    return report.page.toString();
  }

  private Optional<HealingRunStatus> status() {
    return Optional.ofNullable(found.run().getStatus());
  }

  private void outcome() {
    HealingRunSpec spec = found.run().getSpec();
    page.title("Repair %s".formatted(found.run().getMetadata().getName())).text("");
    Optional<Condition> succeeded =
        status().flatMap(now -> Conditions.find(now.conditions(), "Succeeded"));
    page.fact("Outcome", status().map(HealingRunStatus::state).orElse("not begun"))
        .fact("In one sentence", succeeded.map(Condition::getMessage).orElse(null))
        .fact("Service", spec.modelServiceRef().name())
        .fact("Policy", spec.healingPolicyRef().name())
        .fact("Started", status().map(HealingRunStatus::startedAt).orElse(null))
        .fact("Ended", status().map(HealingRunStatus::finishedAt).orElse(null));
  }

  private void cause() {
    HealingRunSpec.Drift drift = found.run().getSpec().drift();
    page.heading("Cause")
        .fact("Capability", drift.capability())
        .fact("Signal", drift.signal())
        .fact(
            "Drop",
            "%s from %s, as it was when the alarm was raised"
                .formatted(drift.drop(), drift.baseline()))
        .fact("Since", drift.since())
        .fact("Cause", drift.cause())
        .fact("Found by DriftMonitor", drift.monitor());
    status()
        .flatMap(now -> Conditions.find(now.conditions(), "Attributed"))
        .ifPresent(attributed -> page.fact("Evidence", attributed.getMessage()));
  }

  private void attempts() {
    page.heading("What was tried")
        .fact("Planned", planned())
        .fact("Taken", status().map(HealingRunStatus::strategy).orElse(null))
        .fact("Put onto Release", status().map(HealingRunStatus::rebasedOn).orElse(null));
    page.table(
        List.of("passed over", "Release", "Evaluation", "why"),
        status().map(HealingRunStatus::tried).orElse(List.of()).stream()
            .map(t -> row(t.strategy(), t.release(), t.evaluation(), t.message()))
            .toList());
    page.table(
        List.of("approved", "when", "by whom and why"),
        status().map(HealingRunStatus::approvals).orElse(List.of()).stream()
            .map(a -> row(a.gate(), a.at(), a.reason()))
            .toList());
  }

  private String planned() {
    return String.join(
        ", then ",
        found.run().getSpec().plan().attempts().stream().map(a -> a.strategy()).toList());
  }

  private void data() {
    page.heading("Data");
    if (found.dataset().map(d -> d.getStatus()).isEmpty()) {
      page.text("No Dataset of this repair is left.");
      return;
    }
    DatasetStatus status = found.dataset().get().getStatus();
    page.fact("Dataset", found.dataset().get().getMetadata().getName())
        .fact("Version", status.version())
        .fact("Digest", status.digest())
        .fact("Rows to train on", status.trainRows())
        .fact("Corrections among them", status.corrections())
        .fact("Sources of the corrections", status.sources())
        .fact("Replayed rows", status.replay())
        .fact("Held out", status.testRows());
  }

  private void training() {
    page.heading("Training");
    if (found.training().map(t -> t.getStatus()).isEmpty()) {
      page.text("Nothing was trained for this repair.");
      return;
    }
    FineTuneJobStatus status = found.training().get().getStatus();
    page.fact("FineTuneJob", found.training().get().getMetadata().getName())
        .fact("Adapter", status.artifact() == null ? null : status.artifact().name())
        .fact("Digest", status.artifact() == null ? null : status.artifact().digest())
        .fact("Loss", status.loss())
        .fact("Started", status.startedAt())
        .fact("Ended", status.finishedAt());
    found.merge().map(m -> m.getStatus()).ifPresent(this::merge);
  }

  private void merge(AdapterMergeStatus status) {
    page.fact("Merged by", found.merge().get().getMetadata().getName())
        .fact("Method", status.method())
        .fact("Rank", status.rank())
        .fact("Merged adapter", status.artifact() == null ? null : status.artifact().name());
    page.table(
        List.of("method", "rank", "score", "largest loss", "chosen", "refused"),
        status.tried().stream()
            .map(
                t ->
                    row(
                        t.method(),
                        t.rank(),
                        t.score(),
                        t.worst(),
                        Boolean.TRUE.equals(t.chosen()) ? "yes" : "",
                        t.refused()))
            .toList());
  }

  private void proof() {
    page.heading("Proof");
    if (found.evaluation().map(e -> e.getStatus()).isEmpty()) {
      page.text("No Evaluation of this repair is left.");
      return;
    }
    EvaluationStatus status = found.evaluation().get().getStatus();
    page.fact("Evaluation", found.evaluation().get().getMetadata().getName())
        .fact("Verdict", status.verdict())
        .fact("Items", status.items());
    page.table(
        List.of("gate", "capability", "result", "candidate", "stable", "difference", "items"),
        status.gates().stream()
            .map(
                g ->
                    row(
                        g.name(),
                        g.capability() == null ? "all" : g.capability(),
                        g.result(),
                        g.candidate(),
                        g.stable(),
                        interval(g.difference(), g.lower(), g.upper()),
                        g.items()))
            .toList());
  }

  private void release() {
    page.heading("Release");
    ReleaseSpec spec = found.release().map(r -> r.getSpec()).orElse(null);
    if (spec == null) {
      page.text("No Release came of this repair, or it is gone.");
      return;
    }
    page.fact("Release", found.release().get().getMetadata().getName())
        .fact("Fingerprint", spec.fingerprint())
        .fact("Serves", spec.servedModel())
        .fact("Compared with", found.run().getSpec().stableRelease());
    CanaryReleaseStatus canary = found.canary().map(c -> c.getStatus()).orElse(null);
    if (canary != null) {
      page.fact("CanaryRelease", found.canary().get().getMetadata().getName())
          .fact("State", canary.state())
          .fact("Steps", canary.stepDisplay())
          .fact("Sessions of the smaller arm", canary.samples())
          .fact("Started", canary.startedAt())
          .fact("Promoted", canary.promotedAt())
          .fact("In one sentence", canary.message());
    }
  }

  private void effect() {
    page.heading("Effect");
    CanaryReleaseStatus canary = found.canary().map(c -> c.getStatus()).orElse(null);
    if (canary == null || canary.metrics().isEmpty()) {
      page.text("No canary compared the repair with the release before, so no effect is claimed.");
      return;
    }
    page.text(
        "Candidate minus stable between sessions that were served at the same time, with"
            + " anytime-valid intervals:");
    page.table(
        List.of("comparison", "capability", "metric", "test", "difference", "blocks"),
        canary.metrics().stream()
            .map(
                m ->
                    row(
                        m.name(),
                        m.capability() == null ? "all" : m.capability(),
                        m.metric(),
                        m.test(),
                        interval(m.difference(), m.lower(), m.upper()),
                        m.blocks()))
            .toList());
    status().map(HealingRunStatus::effect).ifPresent(e -> page.text("").fact("Gain", e));
    status()
        .flatMap(now -> Conditions.find(now.conditions(), "Held"))
        .ifPresent(held -> page.fact("Held", held.getMessage()));
  }

  private void cost() {
    page.heading("Cost")
        .fact("Seconds of training", status().map(HealingRunStatus::trainingSeconds).orElse(null))
        .fact("GPU hours of training", status().map(HealingRunStatus::gpuHours).orElse(null));
    HealingPolicyStatus.Account account =
        found.policy().map(p -> p.getStatus()).map(HealingPolicyStatus::account).orElse(null);
    if (account != null) {
      page.fact("Canaries of the service so far", account.canaries())
          .fact("Promoted", account.promoted())
          .fact("Rolled back", account.rolledBack())
          .fact("Error spent by them (sum of alpha)", account.errorSpent())
          .fact("Expected false promotions, at most", account.expectedFalsePromotions());
    }
  }

  private static String interval(String difference, String lower, String upper) {
    return lower == null ? difference : "%s [%s, %s]".formatted(difference, lower, upper);
  }

  private static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }
}
