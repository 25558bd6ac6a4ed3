package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.PrimaryToSecondaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Event sources over objects that primaries of the same namespace refer to: a change wakes every
 * primary that it concerns at that moment, and the source itself is the cache to look objects up by
 * name.
 */
public final class Neighbours {
  private Neighbours() {}

  /**
   * Watches a kind.
   *
   * @param kind what is watched, in the controller's namespaces
   * @param concerns whether a primary has to look at such a change
   */
  public static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> watch(
      EventSourceContext<P> context, Class<R> kind, BiPredicate<P, R> concerns) {
    return watch(context, kind, null, concerns);
  }

  /**
   * Watches the objects of a kind that carry labels.
   *
   * @param selector label selector; null for all objects
   */
  public static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> watch(
      EventSourceContext<P> context, Class<R> kind, String selector, BiPredicate<P, R> concerns) {
    IndexerResourceCache<P> primaries = context.getPrimaryCache();
    PrimaryToSecondaryMapper<P> byLookup = primary -> Set.of();
    var configuration =
        InformerEventSourceConfiguration.from(kind, context.getPrimaryResourceClass())
            .withName(
                context.getPrimaryResourceClass().getSimpleName() + "-" + kind.getSimpleName())
            .withLabelSelector(selector)
            .withPrimaryToSecondaryMapper(byLookup)
            .withSecondaryToPrimaryMapper(
                object ->
                    primaries
                        .list(
                            object.getMetadata().getNamespace(),
                            primary -> concerns.test(primary, object))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .build();
    return new InformerEventSource<>(configuration, context);
  }
}
