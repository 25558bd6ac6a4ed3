package io.homeostat.archive;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunSpec;
import io.homeostat.crds.healingrun.HealingRunStatus;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.events.Interaction;
import io.homeostat.events.Message;
import io.homeostat.events.Score;
import java.util.List;
import java.util.Map;

/** What the gateway, the scorer and the operator would give the archive. */
public final class Records {
  public static final long AT = 1_790_000_000_000L;

  private Records() {}

  public static Interaction interaction(
      String id, String service, String answer, boolean training) {
    return interaction(id, service, AT, answer, training, null);
  }

  /** An interaction of an end user, who is named by an opaque key. */
  public static Interaction ofUser(String id, String service, String user) {
    return interaction(id, service, AT, "private", true, user);
  }

  /** An interaction at a moment, epoch milliseconds. */
  public static Interaction at(String id, String service, long millis) {
    return interaction(id, service, millis, "an answer", true, null);
  }

  private static Interaction interaction(
      String id, String service, long millis, String answer, boolean training, String user) {
    return new Interaction(
        1,
        id,
        "resp-" + id,
        millis,
        service,
        "support-0123456789",
        "Stable",
        "support-0123456789",
        3,
        "s",
        "desk-1",
        "date",
        null,
        List.of(new Message("user", "q")),
        answer,
        false,
        200,
        null,
        "stop",
        10,
        null,
        null,
        3,
        4,
        null,
        training ? List.of("Scoring", "Training") : List.of("Scoring"),
        null,
        null,
        Interaction.GATEWAY,
        "/v1/chat/completions",
        user,
        null,
        null);
  }

  public static Score score(String id, String service, double value) {
    return new Score(
        1,
        id,
        "resp-" + id,
        service,
        "support-0123456789",
        "Stable",
        3,
        "s",
        "date",
        AT,
        "set",
        Map.of("judge", value),
        value,
        null,
        false,
        true,
        "d");
  }

  static Score sessionScore(String id, String session, double value) {
    return new Score(
        1,
        id,
        id,
        "ns/quality",
        "r",
        "Stable",
        3,
        session,
        "date",
        AT,
        "set",
        Map.of(),
        value,
        null,
        false,
        true,
        "d");
  }

  static Release release() {
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("ns")
            .withName("support-0123456789")
            .withUid("u1")
            .build());
    release.setSpec(
        new ReleaseSpec(
            new Ref("traced"),
            "f",
            "a-1",
            null,
            new ReleaseSpec.Provenance("run-1", "run-1-tune", "run-1-data", 1, "run-1-merge")));
    return release;
  }

  static HealingRun run() {
    HealingRun run = new HealingRun();
    run.setMetadata(
        new ObjectMetaBuilder().withNamespace("ns").withName("run-1").withUid("u2").build());
    run.setSpec(
        Serialization.unmarshal(
            """
            healingPolicyRef: {name: p}
            modelServiceRef: {name: traced}
            drift: {monitor: m, capability: date, signal: Quality, drop: "0.9", baseline: "0.98", since: "2026-11-21T00:00:00Z", cause: ExpectedAnswers}
            stableRelease: r
            stableFingerprint: f
            """,
            HealingRunSpec.class));
    run.setStatus(
        Serialization.unmarshal(
            """
            observedGeneration: 1
            state: Succeeded
            dataset: run-1-data
            fineTuneJob: run-1-tune
            release: r
            evaluation: run-1-eval
            canaryRelease: run-1-canary
            """,
            HealingRunStatus.class));
    return run;
  }
}
