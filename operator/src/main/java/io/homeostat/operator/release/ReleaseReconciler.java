package io.homeostat.operator.release;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.crds.common.ConditionStatus;
import io.homeostat.crds.common.Conditions;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseStatus;
import io.homeostat.crds.release.ReleaseStatus.PodProof;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.StatusPatch;
import io.homeostat.operator.modelservice.EngineSecrets;
import io.homeostat.operator.release.decide.AdapterFarewell;
import io.homeostat.operator.release.decide.ReleaseReadiness;
import io.homeostat.operator.release.decide.ReleaseReadiness.Use;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the adapter of a Release loaded on every engine pod of its pool, proves it there before any
 * traffic, lets a pod have requests when all its adapters are proven, and unloads an adapter that
 * nothing needs any more. It reads like this: observe, act, tell.
 */
@ControllerConfiguration(name = "release")
public final class ReleaseReconciler implements Reconciler<Release> {
  private static final String READY = "Ready";
  private static final String UNLOADED = "Unloaded";
  private static final Duration AGAIN = Duration.ofSeconds(3);
  private static final Duration CHECK = Duration.ofSeconds(60);

  private final Frame frame;
  private final EngineClient engine;
  private final EngineGates gates;
  private final EngineSecrets secrets;
  private final Proofs proofs = new Proofs();
  private final Proofs farewells = new Proofs();

  /** Prepares the reconciler. */
  public ReleaseReconciler(Frame frame) {
    this.frame = frame;
    this.engine = new EngineClient(frame.http());
    this.gates = new EngineGates(frame);
    this.secrets = new EngineSecrets(frame.client());
  }

  @Override
  public List<EventSource<?, Release>> prepareEventSources(EventSourceContext<Release> context) {
    return ReleaseSources.all(context);
  }

  @Override
  public UpdateControl<Release> reconcile(Release release, Context<Release> context) {
    ReleaseView seen = ReleaseView.of(release, context);
    boolean needed = ReleaseReadiness.needsProof(release.getSpec(), seen.use(), seen.place());
    List<PodProof> proven = needed ? prove(release, seen) : List.of();
    if (!needed) {
      proofs.forget(seen.key());
    }
    ReleaseReadiness readiness =
        ReleaseReadiness.of(release.getSpec(), seen.use(), seen.place(), proven);
    openGates(release, seen);
    Optional<AdapterFarewell> farewell = farewell(release, seen);
    tell(release, readiness);
    boolean waiting =
        (needed && readiness.status() != ConditionStatus.TRUE)
            || farewell.filter(found -> found.status() != ConditionStatus.TRUE).isPresent()
                && seen.use() != Use.KEPT;
    return StatusPatch.of(release, status(release, readiness, farewell, proven))
        .rescheduleAfter(waiting ? AGAIN : CHECK);
  }

  private List<PodProof> prove(Release release, ReleaseView seen) {
    String adapter = release.getSpec().tuple().adapter().name();
    String key = key(seen.service().orElseThrow());
    return proofs.ask(seen.key(), seen.engines(), pod -> engine.prove(pod, adapter, key));
  }

  /** A gate opens when every release with clients on the pod has answered there. */
  private void openGates(Release release, ReleaseView seen) {
    if (seen.use() != Use.KEPT) {
      return;
    }
    List<String> needed = seen.neededByGate(release);
    seen.engines().stream()
        .filter(EnginePod::closed)
        .filter(pod -> needed.stream().allMatch(other -> proofs.has(seen.sibling(other), pod)))
        .forEach(pod -> gates.open(release.getMetadata().getNamespace(), pod));
  }

  private Optional<AdapterFarewell> farewell(Release release, ReleaseView seen) {
    if (release.getSpec().tuple().adapter() == null) {
      return Optional.empty();
    }
    String adapter = release.getSpec().tuple().adapter().name();
    AdapterFarewell.Hold hold = seen.hold();
    if (!hold.over()) {
      farewells.forget(seen.key());
      return Optional.of(AdapterFarewell.of(adapter, hold, List.of()));
    }
    Optional<String> key = seen.service().map(this::key);
    List<PodProof> answers =
        farewells.ask(
            seen.key(),
            seen.running(),
            pod ->
                key.isEmpty()
                    ? Optional.of("the ModelService is gone, and its pods end")
                    : engine.unload(pod, adapter, key.get()));
    return Optional.of(AdapterFarewell.of(adapter, hold, answers));
  }

  private String key(ModelService service) {
    EngineSpec engine = service.getSpec().engine();
    boolean theirs =
        engine != null && engine.attached() != null && engine.attached().apiKeySecretRef() != null;
    return theirs
        ? secrets
            .read(
                service.getMetadata().getNamespace(),
                engine.attached().apiKeySecretRef(),
                "spec.engine.attached.apiKeySecretRef")
            .orEmpty()
        : frame.keys().engine(service.getMetadata().getUid());
  }

  private ReleaseStatus status(
      Release release,
      ReleaseReadiness readiness,
      Optional<AdapterFarewell> farewell,
      List<PodProof> proven) {
    Long generation = release.getMetadata().getGeneration();
    Conditions conditions =
        Conditions.from(before(release), generation, frame.clock())
            .with(READY, readiness.status(), readiness.reason(), readiness.message());
    return new ReleaseStatus(
        generation,
        farewell
            .map(
                found -> conditions.with(UNLOADED, found.status(), found.reason(), found.message()))
            .orElse(conditions)
            .list(),
        proven);
  }

  private void tell(Release release, ReleaseReadiness readiness) {
    boolean known =
        Conditions.find(before(release), READY)
            .filter(condition -> condition.getReason().equals(readiness.reason().name()))
            .isPresent();
    if (known) {
      return;
    }
    if (readiness.status() == ConditionStatus.TRUE) {
      frame.events().normal(release, readiness.reason(), readiness.message());
    } else {
      frame.events().warning(release, readiness.reason(), readiness.message());
    }
  }

  private static List<Condition> before(Release release) {
    return release.getStatus() == null ? List.of() : release.getStatus().conditions();
  }
}
