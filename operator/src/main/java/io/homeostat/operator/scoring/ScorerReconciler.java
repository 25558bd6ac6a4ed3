package io.homeostat.operator.scoring;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.HomeNamespace;
import io.homeostat.operator.frame.Labels;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;

/**
 * Keeps the shared scorer as it should be, and removes it when the last QualityPolicy is gone: the
 * Deployment itself is looked at, so that a policy deleted while no operator ran is noticed, too.
 * The first policy makes it.
 */
@ControllerConfiguration(
    name = "scorer",
    informer =
        @Informer(
            labelSelector =
                Labels.MANAGED_BY
                    + "="
                    + Labels.MANAGER
                    + ","
                    + Labels.COMPONENT
                    + "="
                    + ScorerManifest.COMPONENT))
public final class ScorerReconciler implements Reconciler<Deployment>, HomeNamespace {
  private final Frame frame;
  private final SharedScorer scorer;
  private InformerEventSource<QualityPolicy, Deployment> policies;

  public ScorerReconciler(Frame frame) {
    this.frame = frame;
    this.scorer = new SharedScorer(frame);
  }

  @Override
  public List<EventSource<?, Deployment>> prepareEventSources(
      EventSourceContext<Deployment> context) {
    PrimaryToSecondaryMapper<Deployment> byLookup = primary -> Set.of();
    var configuration =
        InformerEventSourceConfiguration.from(QualityPolicy.class, Deployment.class)
            .withPrimaryToSecondaryMapper(byLookup)
            .withSecondaryToPrimaryMapper(policy -> Set.of(scorer.id()));
    Set<String> watched = frame.settings().watchNamespaces();
    policies =
        new InformerEventSource<>(
            (watched.isEmpty()
                    ? configuration.withWatchAllNamespaces()
                    : configuration.withNamespaces(watched))
                .build(),
            context);
    return List.of(policies);
  }

  @Override
  public UpdateControl<Deployment> reconcile(Deployment deployment, Context<Deployment> context) {
    boolean wanted = policies.list(policy -> !policy.isMarkedForDeletion()).findAny().isPresent();
    if (wanted) {
      scorer.apply();
    } else {
      scorer.delete();
    }
    return UpdateControl.noUpdate();
  }
}
