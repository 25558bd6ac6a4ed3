package io.homeostat.cli.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.cluster.ApiStub;
import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Against a server that answers as the API server does for one service with two repairs. */
class HealCommandTest {
  private static final String WAITING =
      """
      {"apiVersion":"homeostat.io/v1alpha1","kind":"HealingRun",
       "metadata":{"name":"support-2","namespace":"shop","creationTimestamp":"2026-11-21T09:00:00Z"},
       "spec":{"healingPolicyRef":{"name":"support"},"modelServiceRef":{"name":"support"},
         "drift":{"monitor":"support","capability":"date","drop":"0.41","cause":"ExpectedAnswers"},
         "stableRelease":"support-a","plan":{"attempts":[{"strategy":"FineTune"}]}},
       "status":{"state":"AwaitingApproval","strategy":"FineTune",
         "awaiting":{"gate":"BeforeTraining","since":"2026-11-21T09:01:00Z","message":"look at Dataset 'support-2-data'"},
         "conditions":[{"type":"Succeeded","status":"Unknown","reason":"Running","message":"Trained: a person decides"}]}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ApiStub api;

  @BeforeEach
  void start() throws IOException {
    String healed = resource("healed-run.json");
    api =
        new ApiStub()
            .listing("healingruns", healed, WAITING)
            .with("healingpolicies/support", resource("policy.json"))
            .with("datasets/support-1-data", resource("dataset.json"))
            .with("finetunejobs/support-1-tune", resource("finetunejob.json"))
            .with("adaptermerges/support-1-merge", resource("adaptermerge.json"))
            .with("evaluations/support-1-eval", resource("evaluation.json"))
            .with("releases/support-b", resource("release.json"))
            .with("canaryreleases/support-1-canary", resource("canaryrelease.json"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void statusListsTheRepairsOfTheNamespace() {
    assertThat(run("status", "-n", "shop")).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString()).contains("support-1", "Succeeded", "0.420 [0.350, 0.480]");
  }

  @Test
  void statusOfAServiceSaysWhatAPersonIsAskedFor() {
    assertThat(run("status", "support", "-n", "shop")).isZero();
    assertThat(out.toString())
        .contains(
            "AwaitingApproval",
            "asks since 2026-11-21T09:01:00Z, BeforeTraining: look at Dataset 'support-2-data'");
  }

  @ParameterizedTest
  @CsvSource({"approve, Approve", "reject, Reject", "cancel, Cancel"})
  void anOrderNamesTheLatestRepairOfTheService(String command, String action) {
    assertThat(run(command, "support", "-n", "shop", "-r", "seen")).isZero();

    assertThat(api.ordered().at("/spec/targetRef/kind").asText()).isEqualTo("HealingRun");
    assertThat(api.ordered().at("/spec/targetRef/name").asText()).isEqualTo("support-2");
    assertThat(api.ordered().at("/spec/action").asText()).isEqualTo(action);
    assertThat(api.ordered().at("/spec/reason").asText()).isEqualTo("seen");
  }

  @Test
  void aRefusedOrderExitsWithOne() {
    api.outcome("False", "NotApplicable", "it waits for nobody's approval");

    assertThat(run("approve", "support-1", "-n", "shop")).isEqualTo(1);
    assertThat(out.toString()).contains("NotApplicable: it waits for nobody's approval");
  }

  @Test
  void theReportTellsCauseDataTrainingProofReleaseCostAndEffect() throws IOException {
    assertThat(run("report", "support-1", "-n", "shop")).isZero();

    assertThat(out.toString().strip()).isEqualTo(resource("report.md").strip());
  }

  @Test
  void aReportOfARepairThatHasJustBegunClaimsNothing() {
    assertThat(run("report", "support-2", "-n", "shop")).isZero();

    assertThat(out.toString())
        .contains(
            "# Repair support-2",
            "No Dataset of this repair is left.",
            "Nothing was trained for this repair.",
            "no effect is claimed");
  }

  @Test
  void anUnknownNameIsToldInOneLineWithWhatToDo() {
    assertThat(run("report", "nobody", "-n", "shop")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("'nobody'", "homeostat heal status -n shop");
  }

  private int run(String... arguments) {
    CommandLine command =
        ErrorLines.install(
            new CommandLine(new HealCommand(namespace -> new Cluster(api.client(), namespace))));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private static String resource(String name) throws IOException {
    try (var stream = HealCommandTest.class.getResourceAsStream("/heal/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
