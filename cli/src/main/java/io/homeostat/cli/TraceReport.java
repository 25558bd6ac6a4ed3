package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Words a lineage for a person, the response first, what made it after it. */
final class TraceReport {
  private static final int LABEL = 12;

  private final JsonNode trace;
  private final List<String> lines = new ArrayList<>();

  private TraceReport(JsonNode trace) {
    this.trace = trace;
  }

  /**
   * Makes the report.
   *
   * @param trace the archive's answer to {@code /v1/trace/{id}}
   */
  static String of(JsonNode trace) {
    TraceReport report = new TraceReport(trace);
    report.response();
    report.release();
    report.repair();
    return String.join(System.lineSeparator(), report.lines);
  }

  private void response() {
    JsonNode interaction = trace.path("interaction");
    line(
        "response",
        "%s at %s for %s",
        text(interaction, "/id"),
        text(interaction, "/time"),
        text(interaction, "/consumer"));
    String fallback =
        interaction.path("servedBy").equals(interaction.path("release"))
            ? ""
            : ", answered by " + text(interaction, "/servedBy");
    line(
        "served",
        "%s as %s of plan %s%s",
        text(interaction, "/release"),
        text(interaction, "/role"),
        text(interaction, "/planRevision"),
        fallback);
    JsonNode score = trace.path("score");
    if (!score.isMissingNode()) {
      String value =
          score.has("composite")
              ? "%.2f".formatted(score.path("composite").asDouble())
              : "unscored (" + text(score, "/unscoredReason") + ")";
      line(
          "score",
          "%s, capability %s, scorer set %s",
          value,
          text(score, "/capability"),
          text(score, "/scorerSet"));
    }
  }

  private void release() {
    JsonNode release = trace.path("release");
    if (release.isMissingNode()) {
      line("release", "the archive has not seen this Release");
      return;
    }
    line(
        "release",
        "%s, fingerprint %.12s",
        text(release, "/name"),
        text(release, "/spec/fingerprint"));
    line("  model", "%s", text(release, "/spec/tuple/model/uri"));
    JsonNode adapter = release.at("/spec/tuple/adapter");
    line(
        "  adapter",
        "%s",
        adapter.isObject()
            ? "%s, digest %.12s".formatted(text(adapter, "/name"), text(adapter, "/digest"))
            : "none");
    line("  prompt", "digest %.12s", text(release, "/spec/tuple/prompt/digest"));
  }

  private void repair() {
    JsonNode canary = trace.path("canaryRelease");
    if (!canary.isMissingNode()) {
      line(
          "canary",
          "%s: %s, difference %s after %s sessions",
          text(canary, "/name"),
          text(canary, "/status/state"),
          text(canary, "/status/difference"),
          text(canary, "/status/samples"));
    }
    JsonNode evaluation = trace.path("evaluation");
    if (!evaluation.isMissingNode()) {
      line(
          "evaluation",
          "%s: %s on %s items",
          text(evaluation, "/name"),
          text(evaluation, "/status/verdict"),
          text(evaluation, "/status/items"));
    }
    JsonNode tune = trace.path("fineTuneJob");
    if (!tune.isMissingNode()) {
      line(
          "fine-tune",
          "%s: rank %s, loss %s",
          text(tune, "/name"),
          text(tune, "/spec/lora/rank"),
          text(tune, "/status/loss"));
    }
    JsonNode dataset = trace.path("dataset");
    if (!dataset.isMissingNode()) {
      line(
          "dataset",
          "%s version %s, digest %.12s: %s corrections from %s sources, %s replay rows",
          text(dataset, "/name"),
          text(dataset, "/status/version"),
          text(dataset, "/status/digest"),
          text(dataset, "/status/corrections"),
          text(dataset, "/status/sources"),
          text(dataset, "/status/replay"));
    }
    JsonNode drift = trace.path("drift");
    if (!drift.isMissingNode()) {
      line(
          "drift",
          "%s fell by %s since %s, cause %s (%s)",
          text(drift, "/capability"),
          text(drift, "/drop"),
          text(drift, "/since"),
          text(drift, "/cause"),
          text(drift, "/monitor"));
    }
  }

  private void line(String label, String format, Object... values) {
    lines.add(("%-" + LABEL + "s").formatted(label) + format.formatted(values));
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText("unknown");
  }
}
