package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.events.DriftVerdict;
import java.time.Instant;
import java.util.List;

/**
 * A support desk's service as a user declares it, with a stable release in traffic, and what the
 * monitor says of it.
 */
public final class Desk {
  public static final ReleaseTuple STABLE =
      new ReleaseTuple(
          ReleaseFingerprint.VERSION,
          new ReleaseTuple.Model("pvc://models/base-1", "1"),
          null,
          new ReleaseTuple.PromptText(
              "You are the support desk.", CanonicalJson.sha256("You are the support desk.")),
          null,
          new ReleaseTuple.Engine("engine:1", List.of()));
  public static final String STABLE_NAME =
      ReleaseFingerprint.name("support", ReleaseFingerprint.of(STABLE));

  private final Rig rig;

  /** Declares everything but the HealingPolicy. */
  public Desk(Rig rig) {
    this.rig = rig;
    rig.create(
        ModelService.class,
        """
        metadata: {name: support}
        spec:
          model: {uri: "pvc://models/base-1", revision: "1"}
          engine: {type: VLLM}
          artifacts: {claimName: artifacts}
          prompt: {inline: You are the support desk.}
        """);
    rig.create(
        QualityPolicy.class,
        """
        metadata: {name: support}
        spec:
          modelServiceRef: {name: support}
          capabilities: [{name: date}, {name: units}, {name: order}]
          scorers: {lexical: {}}
          settleSeconds: 2
        """);
    rig.create(
        DriftMonitor.class,
        """
        metadata: {name: support}
        spec: {modelServiceRef: {name: support}}
        """);
    release();
    plan();
  }

  /** Declares the HealingPolicy; a promoted repair is a success at once. */
  public HealingPolicy heals(String mode) {
    return heals(mode, "holdSeconds: 0");
  }

  /** Declares the HealingPolicy with more fields of its spec, in YAML. */
  public HealingPolicy heals(String mode, String more) {
    return rig.create(
        HealingPolicy.class,
        """
        metadata: {name: support}
        spec:
          driftMonitorRef: {name: support}
          mode: %s
          %s
          recipe:
            dataset: {minimumCorrections: 60, maximumWaitSeconds: 600, replay: {uri: "pvc://models/base-1/replay.jsonl", rows: 1600}}
            fineTune: {lora: {rank: 8, alpha: 16}, training: {epochs: 2, learningRate: "0.003"}}
        """
            .formatted(mode, more));
  }

  /** The monitor says that dates fell and units did not. */
  public void drifts() {
    rig.verdicts.put(fallen());
  }

  /** The monitor says that nothing fell. */
  public void isWell() {
    rig.verdicts.put(well());
  }

  /** The verdict that dates fell and units did not, of now. */
  public DriftVerdict fallen() {
    return verdict("Drifting", 0.55, 0.41);
  }

  /** The verdict that nothing fell, of now. */
  public DriftVerdict well() {
    return verdict("Watching", 0.95, null);
  }

  private DriftVerdict verdict(String state, double current, Double drop) {
    DriftMonitor monitor = rig.get(DriftMonitor.class, "support");
    return new DriftVerdict(
        1,
        rig.namespace + "/support",
        monitor.getMetadata().getUid(),
        rig.namespace + "/support",
        Instant.now().toEpochMilli(),
        CanonicalJson.digest(monitor.getSpec()),
        true,
        List.of(dates(state, current, drop), units()));
  }

  private static DriftVerdict.Stream dates(String state, double current, Double drop) {
    boolean drifting = drop != null;
    return new DriftVerdict.Stream(
        "date",
        "Quality",
        state,
        STABLE_NAME,
        "set-1",
        0.96,
        0.94,
        current,
        current - .05,
        current + .05,
        200,
        1,
        12.3,
        9.2,
        0.08,
        300L,
        drop,
        drifting ? 1_795_247_400_000L : null,
        drifting ? "ExpectedAnswers" : null,
        drifting ? "12 corrections of 5 sources" : null,
        true,
        "r",
        null,
        1_000,
        List.of(),
        null,
        null);
  }

  private static DriftVerdict.Stream units() {
    return new DriftVerdict.Stream(
        "units",
        "Quality",
        "Watching",
        STABLE_NAME,
        "set-1",
        0.97,
        0.95,
        0.97,
        0.9,
        0.99,
        200,
        1,
        0.1,
        9.2,
        0.08,
        300L,
        null,
        null,
        null,
        null,
        true,
        "r",
        null,
        1_000,
        List.of(),
        null,
        null);
  }

  /** Another prompt is stable from now on, on the same model. */
  public String changesPrompt() {
    ReleaseTuple tuple =
        new ReleaseTuple(
            STABLE.version(),
            STABLE.model(),
            STABLE.adapter(),
            new ReleaseTuple.PromptText("You are kind.", CanonicalJson.sha256("You are kind.")),
            STABLE.decoding(),
            STABLE.engine());
    return becomesStable(tuple, null);
  }

  /** Stable has an adapter that an earlier repair trained for a capability. */
  public String wasRepairedFor(String capability) {
    String job = capability + "-tune";
    rig.create(
        FineTuneJob.class,
        """
        metadata: {name: %s, annotations: {homeostat.io/capability: %s}}
        spec: {modelServiceRef: {name: support}, datasetRef: {name: gone}, lora: {rank: 8}}
        """
            .formatted(job, capability));
    FineTuneJob made = rig.get(FineTuneJob.class, job);
    made.setStatus(
        Serialization.unmarshal(
            """
            conditions: [{type: Succeeded, status: "True", reason: AdapterTrained, message: "", lastTransitionTime: "2026-11-21T07:00:00Z"}]
            artifact: {name: %s-1, uri: "pvc://artifacts/adapters/%s-1", digest: "%s"}
            """
                .formatted(job, job, "c".repeat(64)),
            FineTuneJobStatus.class));
    rig.client.resource(made).updateStatus();
    return becomesStable(
        STABLE.withAdapter(
            new ReleaseTuple.Adapter(
                job + "-1", "pvc://artifacts/adapters/" + job + "-1", "c".repeat(64))),
        new ReleaseSpec.Provenance("earlier", job, "gone", 1, null));
  }

  private String becomesStable(ReleaseTuple tuple, ReleaseSpec.Provenance provenance) {
    String fingerprint = ReleaseFingerprint.of(tuple);
    String name = ReleaseFingerprint.name("support", fingerprint);
    String served = tuple.adapter() == null ? "base" : tuple.adapter().name();
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(rig.namespace).build());
    release.setSpec(new ReleaseSpec(new Ref("support"), fingerprint, served, tuple, provenance));
    rig.client.resource(release).create();
    TrafficPlan plan = rig.get(TrafficPlan.class, "support");
    plan.setSpec(Surroundings.withStable(plan.getSpec(), release));
    rig.client.resource(plan).update();
    return name;
  }

  private void release() {
    Release release = new Release();
    release.setMetadata(
        new ObjectMetaBuilder().withName(STABLE_NAME).withNamespace(rig.namespace).build());
    release.setSpec(
        new ReleaseSpec(new Ref("support"), ReleaseFingerprint.of(STABLE), "base", STABLE, null));
    rig.client.resource(release).create();
  }

  private void plan() {
    TrafficPlan plan = new TrafficPlan();
    plan.setMetadata(
        new ObjectMetaBuilder().withName("support").withNamespace(rig.namespace).build());
    plan.setSpec(
        new TrafficPlanSpec(
            new Ref("support"),
            1L,
            STABLE_NAME,
            "",
            List.of(new TrafficPlanSpec.Route(STABLE_NAME, "Stable", 1000, "base", STABLE)),
            List.of(),
            null));
    rig.client.resource(plan).create();
  }
}
