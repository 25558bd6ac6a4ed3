package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.DatasetStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds and versions of a Dataset: when one is due, and what its status says. */
class DatasetStatusesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final DatasetBuilds.Next.Build FIRST = new DatasetBuilds.Next.Build(1, 1L, "job");
  private static final DatasetBuilds.Next.Build SECOND = new DatasetBuilds.Next.Build(2, 2L, "job");
  private static final String ROWS =
      """
      {"digest":"%s","uri":"run-data-0123456789ab","report":"run-data-0123456789ab","trainRows":1700,
       "testRows":500,"corrections":100,"replay":1600,"sources":12,
       "perCapability":{"date":{"train":80,"test":20}},"rowsBySource":{"corrections":100},
       "quarantine":{"NearDuplicate":7},
       "guard":{"state":"Passed","corrections":120,"sources":12,"confirmed":100,"findings":[]}}\
      """;
  private static final String TRIPPED =
      """
      {"report":"run-data-report-0123456789ab","quarantine":{"PoisonGuard":200},
       "guard":{"state":"Tripped","corrections":200,"sources":2,"confirmed":0,"findings":[
        {"id":"0123456789ab","rule":"FewSources","capability":"date","rows":200,"sources":2,"largestSource":"key-1"}]}}\
      """;

  private final DatasetStatuses statuses = new DatasetStatuses(CLOCK);

  @Test
  void aBuiltDatasetSaysWhereAndHowMuch() {
    DatasetStatus status = ended(null, FIRST, ROWS.formatted("abc"));

    assertThat(status.uri()).isEqualTo("pvc://artifacts/datasets/run-data-0123456789ab");
    assertThat(status.testUri())
        .isEqualTo("pvc://artifacts/datasets/run-data-0123456789ab/test.jsonl");
    assertThat(status.version()).isEqualTo(1);
    assertThat(
            List.of(
                status.trainRows(),
                status.testRows(),
                status.corrections(),
                status.replay(),
                status.sources()))
        .containsExactly(1700, 500, 100, 1600, 12);
    assertThat(status.capabilities()).containsExactly(new DatasetStatus.Capability("date", 80, 20));
    assertThat(status.rowsBySource()).containsExactly(new DatasetStatus.Count("corrections", 100));
    assertThat(status.quarantine()).containsExactly(new DatasetStatus.Count("NearDuplicate", 7));
    assertThat(status.guard().state()).isEqualTo("Passed");
    assertThat(status.checkedAt()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(ready(status).getStatus()).isEqualTo("True");
    assertThat(DatasetStatuses.isFinal(status)).isTrue();
  }

  @Test
  void otherRowsAreTheNextVersionAndTheSameRowsTheSame() {
    DatasetStatus first = ended(null, FIRST, ROWS.formatted("abc"));

    assertThat(ended(first, SECOND, ROWS.formatted("def")).version()).isEqualTo(2);
    assertThat(ended(first, SECOND, ROWS.formatted("abc")).version()).isEqualTo(1);
  }

  @Test
  void aVersionStaysInUseWhileTheNextIsBuiltAndWhenItFails() {
    DatasetStatus first = ended(null, FIRST, ROWS.formatted("abc"));
    DatasetStatus running = of(first, SECOND, new JobDecision.Wait(1, true, "the Job runs"));
    DatasetStatus failed =
        of(running, SECOND, new JobDecision.Failed(1, JobFailure.JobFailed, "found 12"));

    assertThat(running.digest()).isEqualTo("abc");
    assertThat(ready(running).getStatus()).isEqualTo("True");
    assertThat(current(running).getStatus()).isEqualTo("Unknown");
    assertThat(running.checkedAt()).isNull();
    assertThat(running.guard()).isEqualTo(first.guard());
    assertThat(failed.quarantine()).isEqualTo(first.quarantine());
    assertThat(failed.version()).isEqualTo(1);
    assertThat(ready(failed).getStatus()).isEqualTo("True");
    assertThat(current(failed).getReason()).isEqualTo("JobFailed");
    assertThat(failed.checkedAt()).isNotNull();
  }

  @Test
  void aTrippedGuardMakesNoVersionAndNamesTheLargestFinding() {
    DatasetStatus status = ended(null, FIRST, TRIPPED);

    assertThat(status.version()).isNull();
    assertThat(status.report()).isEqualTo("pvc://artifacts/datasets/run-data-report-0123456789ab");
    assertThat(ready(status).getReason()).isEqualTo("PoisonGuardTripped");
    assertThat(ready(status).getMessage())
        .startsWith(
            "the poison guard stopped the build: 200 corrections of 'date' by 2 sources, most of"
                + " them by 'key-1' (FewSources);")
        .contains("homeostat dataset inspect");
    assertThat(DatasetStatuses.isFinal(status)).isTrue();
    assertThat(ready(ended(ended(null, FIRST, ROWS), SECOND, TRIPPED)).getStatus())
        .as("an earlier version stays in use")
        .isEqualTo("True");
  }

  @Test
  void aFailedDatasetKeepsTheJobsLastWords() {
    DatasetStatus status =
        of(null, FIRST, new JobDecision.Failed(1, JobFailure.JobFailed, "found 12 corrections"));

    assertThat(ready(status).getStatus()).isEqualTo("False");
    assertThat(ready(status).getMessage()).isEqualTo("found 12 corrections");
    assertThat(DatasetStatuses.isFinal(status)).isTrue();
  }

  @Test
  void aMissingReferenceIsNotFinal() {
    DatasetStatus status =
        of(null, FIRST, new JobDecision.Blocked(LearningReason.ModelServiceNotFound, "no"));

    assertThat(ready(status).getStatus()).isEqualTo("False");
    assertThat(DatasetStatuses.isFinal(status)).isFalse();
  }

  @Test
  void aBuildIsDueAtFirstWhenTheSpecChangesAndAsOftenAsTheSourcesAreToBeLookedAt() {
    DatasetStatus built = ended(null, FIRST, ROWS.formatted("abc"));
    DatasetStatus running = of(built, SECOND, new JobDecision.Wait(1, true, "the Job runs"));

    assertThat(next(null, null, 1, 0)).isEqualTo(new DatasetBuilds.Next.Build(1, 1L, null));
    assertThat(next(built, null, 1, 9_999)).isEqualTo(new DatasetBuilds.Next.Rest(null));
    assertThat(next(built, null, 2, 0)).isEqualTo(new DatasetBuilds.Next.Build(2, 2L, null));
    assertThat(next(built, 600, 1, 100))
        .isEqualTo(new DatasetBuilds.Next.Rest(Duration.ofSeconds(500)));
    assertThat(next(built, 600, 1, 600)).isEqualTo(new DatasetBuilds.Next.Build(2, 1L, null));
    assertThat(next(running, 600, 3, 600))
        .as("a build that began keeps to the spec that it began with")
        .isEqualTo(new DatasetBuilds.Next.Build(2, 2L, "job"));
    assertThat(List.of(DatasetBuilds.suffix(1), DatasetBuilds.suffix(2)))
        .containsExactly("dset", "dset-2");
  }

  private static DatasetBuilds.Next next(
      DatasetStatus status, Integer everySeconds, long generation, long afterSeconds) {
    DatasetSpec spec =
        new DatasetSpec(
            new Ref("support"),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            everySeconds == null ? null : new DatasetSpec.Refresh(everySeconds));
    return DatasetBuilds.next(status, spec, generation, NOW.plusSeconds(afterSeconds));
  }

  private DatasetStatus ended(DatasetStatus before, DatasetBuilds.Next.Build build, String result) {
    try {
      return of(before, build, new JobDecision.Finished(1, new ObjectMapper().readTree(result)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private DatasetStatus of(
      DatasetStatus before, DatasetBuilds.Next.Build build, JobDecision decision) {
    return statuses.of(before, build, decision, "job", null, "artifacts");
  }

  private static Condition ready(DatasetStatus status) {
    return Conditions.find(status.conditions(), "Ready").orElseThrow();
  }

  private static Condition current(DatasetStatus status) {
    return Conditions.find(status.conditions(), "Current").orElseThrow();
  }
}
