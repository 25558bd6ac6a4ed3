package io.homeostat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Words a lineage for a person, the response first, what made it after it. */
final class TraceReport {
  private static final int LABEL = 12;
  private static final Map<String, String> LABELS =
      Map.of(
          "canaryRelease", "canary",
          "evaluation", "evaluation",
          "fineTuneJob", "fine-tune",
          "adapterMerge", "merge",
          "dataset", "dataset",
          "healingRun", "repair");

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
    report.missing();
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
        "%s, fingerprint %.12s%s",
        text(release, "/name"),
        text(release, "/spec/fingerprint"),
        fate(release));
    JsonNode tuple = release.at("/spec/tuple");
    String files = tuple.at("/digests/files").asText("");
    line(
        "  model",
        "%s%s%s",
        text(tuple, "/model/uri"),
        tuple.at("/model/revision").isTextual()
            ? ", revision " + text(tuple, "/model/revision")
            : "",
        files.isEmpty() ? "" : ", digest %.12s".formatted(files));
    line("  adapter", "%s", digest(tuple.path("adapter"), "/name"));
    line("  prompt", "%s", digest(tuple.path("prompt"), ""));
    for (JsonNode input : tuple.path("inputs")) {
      line(
          "  input",
          "%s %s",
          text(input, "/name"),
          input.path("version").asText(input.path("digest").asText()));
    }
    if (tuple.at("/engine/image").isTextual()) {
      line("  engine", "%s", text(tuple, "/engine/image"));
    }
  }

  private static String digest(JsonNode part, String name) {
    if (!part.isObject()) {
      return "none";
    }
    return (name.isEmpty() ? "" : text(part, name) + ", ")
        + "digest %.12s".formatted(text(part, "/digest"));
  }

  /** Words for an object that the archive knows and the cluster no longer has. */
  private static String fate(JsonNode object) {
    return object.path(TracedObjects.DELETED).asBoolean() ? " (deleted since)" : "";
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
        "adapterMerge",
        "merge",
        "%s: %s of rank %s, worst %s",
        "/name",
        "/status/method",
        "/status/rank",
        "/status/worst");
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
    part("healingRun", "repair", "%s: %s", "/name", "/status/state");
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

  /** What is named and was deleted before the archive could see it. */
  private void missing() {
    for (JsonNode part : trace.path("missing")) {
      if (!"release".equals(part.path("part").asText())) {
        line(
            LABELS.getOrDefault(part.path("part").asText(), "object"),
            "%s '%s' was deleted before the archive saw it",
            text(part, "/kind"),
            text(part, "/name"));
      }
    }
  }

  /** A line with values of a part of the lineage, if it has that part. */
  private void part(String name, String label, String format, String... pointers) {
    JsonNode part = trace.path(name);
    if (!part.isMissingNode()) {
      line(
          label,
          format + fate(part),
          Stream.of(pointers).map(pointer -> text(part, pointer)).toArray());
    }
  }

  private void line(String label, String format, Object... values) {
    lines.add(("%-" + LABEL + "s").formatted(label) + format.formatted(values));
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText("unknown");
  }
}
