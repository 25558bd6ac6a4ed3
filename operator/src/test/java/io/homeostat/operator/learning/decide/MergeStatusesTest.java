package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeStatusesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);
  private static final List<MergeSource> SOURCES =
      List.of(
          new MergeSource(
              "date",
              "1",
              new Artifact("date-1", "pvc://artifacts/adapters/date-1", "d1"),
              List.of(new MergeSource.Evidence("date-data", null, List.of("date"))),
              null));
  private static final String RESULT =
      """
      {"verdict":"%s","name":"both-0123456789ab","digest":"abc","method":"TIESSVD","rank":16,"capabilities":5,
       "tried":[{"method":"Concatenation","weights":[1.0,1.0],"refused":"ranks add up to 32, the engine loads 16"},
                {"method":"TIESSVD","density":0.5,"weights":[1.0,0.8],"rank":16,"score":0.98765,"worst":-0.01,"chosen":true}],
       "guard":[{"capability":"order","result":"%s","input":"date","best":1.0,"merged":0.94,"difference":-0.06,
                 "lower":-0.12,"upper":-0.02,"items":100,"trained":40,"itemsNeeded":160},
                {"capability":"date","result":"Pass","input":"date","best":0.99,"merged":1.0,"difference":0.01,
                 "lower":-0.01,"upper":0.05,"items":100,"trained":0}]}\
      """;

  @Test
  void aMergeThatPassedNamesItsAdapterMethodAndEverythingThatWasTried() {
    AdapterMergeStatus status = of(finished(RESULT.formatted("Pass", "Pass")));

    assertThat(succeeded(status).getStatus()).isEqualTo("True");
    assertThat(succeeded(status).getReason()).isEqualTo("AdaptersMerged");
    assertThat(status.artifact())
        .isEqualTo(
            new Artifact("both-0123456789ab", "pvc://artifacts/adapters/both-0123456789ab", "abc"));
    assertThat(status.method()).isEqualTo("TIESSVD");
    assertThat(status.rank()).isEqualTo(16);
    assertThat(status.worst()).isEqualTo("order -0.060");
    assertThat(status.capabilities()).isEqualTo(5);
    assertThat(status.tried())
        .containsExactly(
            new AdapterMergeStatus.Trial(
                "Concatenation",
                null,
                List.of("1.0", "1.0"),
                null,
                null,
                null,
                null,
                "ranks add up to 32, the engine loads 16"),
            new AdapterMergeStatus.Trial(
                "TIESSVD", "0.5", List.of("1.0", "0.8"), 16, "0.988", "-0.010", true, null));
    assertThat(status.inputs())
        .containsExactly(
            new AdapterMergeStatus.Source(
                "date", "pvc://artifacts/adapters/date-1", "d1", List.of("date-data")));
    assertThat(status.startedAt()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(status.finishedAt()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(MergeStatuses.isFinal(status)).isTrue();
  }

  @Test
  void aMergeThatLosesTooMuchHasNoAdapterAndSaysWhatItLost() {
    AdapterMergeStatus status = of(finished(RESULT.formatted("Fail", "Fail")));

    assertThat(succeeded(status).getStatus()).isEqualTo("False");
    assertThat(succeeded(status).getReason()).isEqualTo("GuardFailed");
    assertThat(succeeded(status).getMessage())
        .isEqualTo(
            "'order': Fail, merge 0.940, input date 1.000, difference -0.060 [-0.120, -0.020] on"
                + " 100 items, about 160 needed");
    assertThat(status.artifact()).isNull();
    assertThat(status.tried()).hasSize(2);
    assertThat(MergeStatuses.isFinal(status)).isTrue();
  }

  @Test
  void anythingThatIsNotUnderstoodIsInconclusive() {
    AdapterMergeStatus open = of(finished(RESULT.formatted("Inconclusive", "Inconclusive")));
    AdapterMergeStatus strange = of(finished("{\"verdict\":\"Perhaps\",\"name\":\"x\"}"));

    assertThat(succeeded(open).getReason()).isEqualTo("GuardInconclusive");
    assertThat(succeeded(strange).getReason()).isEqualTo("GuardInconclusive");
    assertThat(succeeded(strange).getMessage()).contains("'Perhaps'");
    assertThat(List.of(open, strange)).allMatch(status -> status.artifact() == null);
  }

  @Test
  void aCapabilityWithoutItemsIsToldWithWhatItNeeds() {
    AdapterMergeStatus status =
        of(
            finished(
                """
                {"verdict":"Inconclusive","method":"Concatenation","rank":8,"capabilities":1,
                 "guard":[{"capability":"date","result":"Inconclusive","items":0,"itemsNeeded":72}]}\
                """));

    assertThat(succeeded(status).getMessage())
        .isEqualTo("'date': Inconclusive, no items, about 72 needed");
    assertThat(status.worst()).isNull();
  }

  @Test
  void aRunningMergeTellsHowFarItIsAndAFailedOneKeepsItsLastWords() {
    AdapterMergeStatus running =
        new MergeStatuses(CLOCK)
            .of(
                null,
                1L,
                new JobDecision.Wait(1, true, "the Job runs"),
                "both-merge-1",
                new JobProgress(
                    "Merging", 0.25, 30, null, "TIES, 2 of 4", null, null, null, null, null, null),
                "artifacts",
                SOURCES);
    AdapterMergeStatus failed = of(new JobDecision.Failed(1, JobFailure.JobFailed, "no merge"));

    assertThat(running.progress()).isEqualTo("25%");
    assertThat(running.etaSeconds()).isEqualTo(30);
    assertThat(succeeded(running).getMessage()).isEqualTo("Merging 25%: TIES, 2 of 4");
    assertThat(running.finishedAt()).isNull();
    assertThat(MergeStatuses.isFinal(running)).isFalse();
    assertThat(succeeded(failed).getMessage()).isEqualTo("no merge");
    assertThat(MergeStatuses.isFinal(failed)).isTrue();
  }

  private static AdapterMergeStatus of(JobDecision decision) {
    return new MergeStatuses(CLOCK)
        .of(null, 1L, decision, "both-merge-1", null, "artifacts", SOURCES);
  }

  private static JobDecision finished(String json) {
    try {
      return new JobDecision.Finished(1, new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Condition succeeded(AdapterMergeStatus status) {
    return Conditions.find(status.conditions(), "Succeeded").orElseThrow();
  }
}
