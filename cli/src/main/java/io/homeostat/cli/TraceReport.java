package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    report.trials();
    report.origin();
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

  /** How the release was tried before it got traffic of its own. */
  private void trials() {
    part(
        "canaryRelease",
        "canary",
        "%s: %s, difference %s after %s sessions",
        "/name",
        "/status/state",
        "/status/difference",
        "/status/samples");
    part(
        "evaluation",
        "evaluation",
        "%s: %s on %s items",
        "/name",
        "/status/verdict",
        "/status/items");
  }

  /** What the release was made from, and why. */
  private void origin() {
    part(
        "fineTuneJob",
        "fine-tune",
        "%s: rank %s, loss %s",
        "/name",
        "/spec/lora/rank",
        "/status/loss");
    part(
        "dataset",
        "dataset",
        "%s version %s, digest %.12s: %s corrections from %s sources, %s replay rows",
        "/name",
        "/status/version",
        "/status/digest",
        "/status/corrections",
        "/status/sources",
        "/status/replay");
    part(
        "drift",
        "drift",
        "%s fell by %s since %s, cause %s (%s)",
        "/capability",
        "/drop",
        "/since",
        "/cause",
        "/monitor");
  }

  /** A line with values of a part of the lineage, if it has that part. */
  private void part(String name, String label, String format, String... pointers) {
    JsonNode part = trace.path(name);
    if (!part.isMissingNode()) {
      line(label, format, Stream.of(pointers).map(pointer -> text(part, pointer)).toArray());
    }
  }

  private void line(String label, String format, Object... values) {
    lines.add(("%-" + LABEL + "s").formatted(label) + format.formatted(values));
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText("unknown");
  }
}
