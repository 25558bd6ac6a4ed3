package io.homeostat.operator.api;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryPlan.Step;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.Prompt;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.security.DerivedKeys;
import io.homeostat.operator.OperatorSettings;
import io.homeostat.operator.canary.CanaryReleaseReconciler;
import io.homeostat.operator.frame.Controllers;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.KubernetesEventRecorder;
import io.homeostat.operator.frame.VerdictStore;
import io.homeostat.operator.intervention.InterventionReconciler;
import io.homeostat.operator.modelservice.ModelServiceReconciler;
import io.homeostat.operator.release.ReleaseReconciler;
import io.homeostat.operator.rollouts.VerdictServer;
import io.homeostat.operator.rollouts.Verdicts;
import io.javaoperatorsdk.operator.Operator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A namespace of its own on a real kube-apiserver, the operator that watches it, and the pods that
 * it believes in.
 */
public final class Stage implements AutoCloseable {
  public static final CanaryPlan PLAN =
      new CanaryPlan(
          List.of(new Step(100, 50, 0), new Step(500, 100, 0)),
          null,
          "0.05",
          200,
          3,
          50,
          3_600,
          300);

  public final KubernetesClient client;
  public final String namespace = "t-" + UUID.randomUUID().toString().substring(0, 8);
  public final PodNetwork network;
  final Pods pods = new Pods(this);
  public final VerdictStore verdicts = new VerdictStore();
  private final KubernetesEventRecorder events;
  private CanaryReleaseReconciler canaries;
  private VerdictServer gate;
  private boolean paused;
  private String engineImage = "engine:1";
  private Operator operator;

  Stage() {
    this(ApiServer.client());
  }

  Stage(KubernetesClient client) {
    this.client = client;
    network = new PodNetwork(client);
    events = new KubernetesEventRecorder(client, "operator-0", Clock.systemUTC());
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    pods.gatewayPod();
  }

  /** Starts the operator, or another one after {@link #stop}. */
  Stage start() {
    operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(5)));
    Frame frame =
        new Frame(
            client,
            settings(),
            Clock.systemUTC(),
            events,
            verdicts,
            new DerivedKeys("0123456789abcdef0123456789abcdef"),
            network.http());
    Controllers.register(operator, new ModelServiceReconciler(frame), Set.of(namespace));
    Controllers.register(operator, new ReleaseReconciler(frame), Set.of(namespace));
    canaries = new CanaryReleaseReconciler(frame);
    Controllers.register(operator, canaries, Set.of(namespace));
    Controllers.register(operator, new InterventionReconciler(frame), Set.of(namespace));
    operator.start();
    return this;
  }

  void stop() {
    operator.stop();
  }

  /** There are definitions of Argo Rollouts, and verdicts are served for its controller. */
  Stage withVerdicts() {
    gate =
        VerdictServer.start(
            0, new Verdicts(() -> canaries.known(), verdicts, Clock.systemUTC()), () -> true);
    return this;
  }

  Stage paused() {
    paused = true;
    return this;
  }

  /** The chart names another engine image. */
  Stage engineImage(String image) {
    engineImage = image;
    return this;
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.stop();
    }
    if (gate != null) {
      gate.close();
    }
    events.close();
    network.close();
  }

  private OperatorSettings settings() {
    return new OperatorSettings(
        "kafka:9092",
        Set.of(namespace),
        Path.of("/unused"),
        0,
        "operator-0",
        namespace,
        "gateway",
        "http://gateway",
        "http://archive",
        "jobs:1",
        engineImage,
        "scorer:1",
        "scorer",
        paused,
        gate != null,
        0,
        "http://127.0.0.1:" + (gate == null ? 0 : gate.port()));
  }

  static ConditionFactory eventually() {
    return Awaitility.await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200));
  }

  // what users write

  ModelService apply(String name, String prompt) {
    return apply(name, prompt, 1);
  }

  ModelService apply(String name, String prompt, int replicas) {
    return apply(name, prompt, replicas, null);
  }

  ModelService apply(String name, String prompt, int replicas, String image) {
    ModelService service = new ModelService();
    service.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    service.setSpec(
        new ModelServiceSpec(
            null,
            new ModelServiceSpec.Model("pvc://models/base", "1"),
            new EngineSpec("VLLM", image, 4, 16, 256, null, null, null),
            replicas,
            new ModelServiceSpec.Artifacts("artifacts"),
            null,
            new Prompt(prompt, null),
            null,
            null,
            PLAN,
            null));
    return client.resource(service).forceConflicts().fieldManager("user").serverSideApply();
  }

  Intervention order(String name, String kind, String target, String action, String expiresAt) {
    Intervention order = new Intervention();
    order.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    order.setSpec(
        new InterventionSpec(new ResourceRef(kind, target), action, "because", expiresAt, "alice"));
    return client.resource(order).create();
  }

  /** What the monitor says about a canary now. */
  void verdict(String canary, String decision, String reason, long units) {
    CanaryRelease found = get(CanaryRelease.class, canary);
    Release candidate = get(Release.class, found.getSpec().candidateRef().name());
    verdicts.put(
        new CanaryVerdict(
            1,
            namespace + "/" + canary,
            found.getMetadata().getUid(),
            namespace + "/" + found.getSpec().modelServiceRef().name(),
            System.currentTimeMillis(),
            candidate.getSpec().fingerprint(),
            found.getStatus().planDigest(),
            decision,
            reason,
            "quality fell by 0.120 (0.050 to 0.190)",
            units,
            units + 5,
            List.of(
                new CanaryVerdict.Metric(
                    "quality",
                    "Quality",
                    null,
                    "NonInferiority",
                    -0.12,
                    -0.19,
                    -0.05,
                    0.1,
                    3.2,
                    40))));
  }

  // what there is

  Deployment deployment(String service) {
    return deployment(service, "engine");
  }

  Deployment deployment(String service, String pool) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(service + "-" + pool)
        .require();
  }

  <R extends CustomResource<?, ?>> R get(Class<R> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).require();
  }

  <R extends CustomResource<?, ?>> List<R> all(Class<R> kind) {
    return client.resources(kind).inNamespace(namespace).list().getItems();
  }

  TrafficPlan plan(String service) {
    return get(TrafficPlan.class, service);
  }

  Condition condition(String service, String type) {
    return Conditions.find(get(ModelService.class, service).getStatus().conditions(), type)
        .orElseThrow();
  }

  List<String> eventReasons(String object) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(object))
        .map(event -> event.getReason())
        .toList();
  }
}
