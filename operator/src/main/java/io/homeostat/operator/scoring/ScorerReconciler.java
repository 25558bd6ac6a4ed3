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
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps each scorer as it should be, and removes it when the last QualityPolicy that it scores for
 * is gone: the Deployment itself is looked at, so that a policy deleted while no operator ran is
 * noticed, too. The first policy makes it.
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
  private final ScorerDeployments scorers;
  private InformerEventSource<QualityPolicy, Deployment> policies;
  private IndexedResourceCache<Deployment> deployments;

  public ScorerReconciler(Frame frame) {
    this.frame = frame;
    this.scorers = new ScorerDeployments(frame);
  }

  @Override
  public List<EventSource<?, Deployment>> prepareEventSources(
      EventSourceContext<Deployment> context) {
    deployments = context.getPrimaryCache();
    PrimaryToSecondaryMapper<Deployment> byLookup = primary -> Set.of();
    var configuration =
        InformerEventSourceConfiguration.from(QualityPolicy.class, Deployment.class)
            .withPrimaryToSecondaryMapper(byLookup)
            .withSecondaryToPrimaryMapper(this::mayScore);
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
    String name = deployment.getMetadata().getName();
    Optional<QualityPolicy> served =
        policies
            .list(policy -> !policy.isMarkedForDeletion())
            .filter(policy -> ScorerManifest.nameFor(policy).equals(name))
            .findAny();
    if (served.isPresent()) {
      scorers.apply(served.get());
    } else {
      scorers.delete(name);
    }
    return UpdateControl.noUpdate();
  }

  /** The scorer of the policy, and all others: it may have left one of them. */
  private Set<ResourceID> mayScore(QualityPolicy policy) {
    return Stream.concat(
            Stream.of(scorers.id(policy)),
            deployments.list(one -> true).map(ResourceID::fromResource))
        .collect(Collectors.toSet());
  }
}
