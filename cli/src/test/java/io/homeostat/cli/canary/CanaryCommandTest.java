package io.homeostat.cli.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.cli.cluster.ApiStub;
import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.terminal.ErrorLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Against a server that answers as the API server does for one service with one canary. */
class CanaryCommandTest {
  private static final String CANARY =
      """
      {"apiVersion":"homeostat.io/v1alpha1","kind":"CanaryRelease",
       "metadata":{"name":"%s","namespace":"shop","creationTimestamp":"2026-11-21T0%d:00:00Z"},
       "spec":{"modelServiceRef":{"name":"support"},"candidateRef":{"name":"support-b"}},
       "status":{"state":"%s","stepDisplay":"1/2","weight":"5%%","samples":120,
         "difference":"quality -0.012 [-0.050, +0.031]","message":"step 1 of 2 at 5%% of the sessions",
         "conditions":[{"type":"OnTime","status":"False","reason":"TrafficTooLow","message":"it needs about 5 days"}],
         "metrics":[{"name":"quality","message":"candidate minus stable -0.012"}]}}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ApiStub api;

  @BeforeEach
  void start() throws IOException {
    api =
        new ApiStub()
            .listing(
                "canaryreleases",
                CANARY.formatted("old-1", 1, "RolledBack"),
                CANARY.formatted("now-1", 2, "Progressing"))
            .with(
                "modelservices/support",
                "{\"apiVersion\":\"homeostat.io/v1alpha1\",\"kind\":\"ModelService\",\"metadata\":{\"name\":\"support\"}}");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void statusShowsTheCanaryOfAServiceWithItsEvidence() {
    assertThat(run("status", "support", "-n", "shop")).isZero();
    assertThat(out.toString().lines().map(String::strip))
        .containsExactly(
            "NAME  SERVICE  CANDIDATE        STATE  STEP  WEIGHT  SESSIONS                            WORST",
            "now-1  support  support-b  Progressing   1/2      5%       120  quality -0.012 [-0.050, +0.031]",
            "",
            "now: step 1 of 2 at 5% of the sessions",
            "on time: it needs about 5 days",
            "quality: candidate minus stable -0.012");
  }

  @Test
  void statusWithoutANameListsTheNamespace() {
    assertThat(run("status", "-n", "shop")).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString()).contains("RolledBack").contains("Progressing");
  }

  @Test
  void statusAsJsonIsTheObject() throws IOException {
    assertThat(run("status", "old-1", "-n", "shop", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).at("/status/state").asText())
        .isEqualTo("RolledBack");
  }

  @Test
  void anOrderNamesTheRunningCanaryOfTheService() {
    assertThat(run("abort", "support", "-n", "shop", "-r", "customers complain")).isZero();

    assertThat(api.ordered().at("/metadata/generateName").asText()).isEqualTo("abort-");
    assertThat(api.ordered().at("/spec/targetRef/kind").asText()).isEqualTo("CanaryRelease");
    assertThat(api.ordered().at("/spec/targetRef/name").asText()).isEqualTo("now-1");
    assertThat(api.ordered().at("/spec/action").asText()).isEqualTo("Abort");
    assertThat(api.ordered().at("/spec/reason").asText()).isEqualTo("customers complain");
    assertThat(api.ordered().at("/spec/expiresAt").asText()).endsWith("Z");
    assertThat(api.ordered().at("/spec/requestedBy").isMissingNode()).isTrue();
    assertThat(out.toString()).contains("CarriedOut: Abort carried out");
  }

  @Test
  void aRefusedOrderExitsWithOne() {
    api.outcome("False", "TargetFinished", "it has ended");

    assertThat(run("promote", "old-1", "-n", "shop")).isEqualTo(1);
    assertThat(out.toString()).contains("TargetFinished: it has ended");
  }

  @Test
  void anOrderThatNobodyCarriesOutExitsWithOneAndSaysWhatToLookAt() {
    api.settlesNothing();

    assertThat(run("pause", "support", "-n", "shop", "--wait", "1")).isEqualTo(1);
    assertThat(out.toString()).contains("is it running?");
  }

  @Test
  void rollbackNamesTheServiceAndTheRelease() {
    assertThat(run("rollback", "support", "-n", "shop", "--to", "support-a")).isZero();

    assertThat(api.ordered().at("/spec/targetRef/kind").asText()).isEqualTo("ModelService");
    assertThat(api.ordered().at("/spec/targetRef/name").asText()).isEqualTo("support");
    assertThat(api.ordered().at("/spec/parameters/release").asText()).isEqualTo("support-a");
  }

  @Test
  void retryFindsTheServiceOfACanary() {
    assertThat(run("retry", "old-1", "-n", "shop", "--wait", "0")).isZero();
    assertThat(api.ordered().at("/spec/targetRef/name").asText()).isEqualTo("support");
  }

  @Test
  void anUnknownNameIsToldInOneLineWithWhatToDo() {
    assertThat(run("resume", "nobody", "-n", "shop")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("'nobody'").contains("homeostat canary status -n shop");
  }

  @Test
  void aClusterThatSaysNoIsToldInOneLine() {
    assertThat(run("status", "-n", "forbidden")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("check KUBECONFIG");
  }

  private int run(String... arguments) {
    CommandLine command =
        ErrorLines.install(
            new CommandLine(new CanaryCommand(namespace -> new Cluster(api.client(), namespace))));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
