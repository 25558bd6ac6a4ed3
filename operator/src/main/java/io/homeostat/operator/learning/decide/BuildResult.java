package io.homeostat.operator.learning.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.common.PvcUri;
import io.homeostat.crds.dataset.DatasetStatus;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the Job of a Dataset's build told.
 *
 * @param uri directory of the rows; null when the guard tripped
 * @param report directory of the data card and the quarantined rows
 * @param guard null when there were no corrections to look at
 */
record BuildResult(
    String digest,
    String uri,
    String report,
    Integer trainRows,
    Integer testRows,
    Integer corrections,
    Integer replay,
    Integer sources,
    Integer generation,
    List<DatasetStatus.Count> rowsBySource,
    List<DatasetStatus.Capability> capabilities,
    List<DatasetStatus.Count> quarantine,
    DatasetStatus.Guard guard) {
  private static final String TRIPPED = "Tripped";

  /** Reads a result; directories lie on the claim. */
  static BuildResult of(JsonNode json, String claim) {
    ResultFields result = new ResultFields(json);
    return new BuildResult(
        result.text("digest"),
        place(claim, result.text("uri")),
        place(claim, result.text("report")),
        result.integer("trainRows"),
        result.integer("testRows"),
        result.integer("corrections"),
        result.integer("replay"),
        result.integer("sources"),
        result.integer("generation"),
        counts(json.path("rowsBySource")),
        capabilities(json.path("perCapability")),
        counts(json.path("quarantine")),
        json.hasNonNull("guard") ? guard(json.path("guard")) : null);
  }

  /** What the build before told, which holds until this one ends. */
  static BuildResult before(DatasetStatus status) {
    return new BuildResult(
        null,
        null,
        status == null ? null : status.report(),
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        status == null ? List.of() : status.quarantine(),
        status == null ? null : status.guard());
  }

  boolean tripped() {
    return guard != null && TRIPPED.equals(guard.state());
  }

  /** Why no version was made, with the largest finding. */
  String trippedSentence() {
    String first =
        guard.findings().isEmpty()
            ? ""
            : ": %d corrections of '%s' by %d sources, most of them by '%s' (%s)"
                .formatted(
                    guard.findings().getFirst().rows(),
                    guard.findings().getFirst().capability(),
                    guard.findings().getFirst().sources(),
                    guard.findings().getFirst().largestSource(),
                    guard.findings().getFirst().rule());
    return "the poison guard stopped the build%s; look at the rows with 'homeostat dataset inspect',"
            .formatted(first)
        + " then exclude the sources or accept the findings in spec.poisonGuard";
  }

  private static String place(String claim, String folder) {
    return folder == null ? null : new PvcUri(claim, "datasets/" + folder).toString();
  }

  private static List<DatasetStatus.Count> counts(JsonNode counts) {
    return counts.properties().stream()
        .map(count -> new DatasetStatus.Count(count.getKey(), count.getValue().asInt()))
        .toList();
  }

  private static List<DatasetStatus.Capability> capabilities(JsonNode rows) {
    return rows.properties().stream()
        .map(
            row ->
                new DatasetStatus.Capability(
                    row.getKey(),
                    row.getValue().path("train").asInt(),
                    row.getValue().path("test").asInt()))
        .toList();
  }

  private static DatasetStatus.Guard guard(JsonNode guard) {
    return new DatasetStatus.Guard(
        guard.path("state").asText(),
        guard.path("corrections").asInt(),
        guard.path("sources").asInt(),
        guard.path("confirmed").asInt(),
        StreamSupport.stream(guard.path("findings").spliterator(), false)
            .map(BuildResult::finding)
            .toList());
  }

  private static DatasetStatus.Finding finding(JsonNode finding) {
    return new DatasetStatus.Finding(
        finding.path("id").asText(),
        finding.path("rule").asText(),
        finding.path("capability").asText(),
        finding.path("rows").asInt(),
        finding.path("sources").asInt(),
        finding.path("largestSource").asText());
  }
}
