package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Event sources over objects that name a primary of their own namespace: a change wakes the
 * primary, and {@code context.getSecondaryResources} gives all of them.
 */
public final class Related {
  private Related() {}

  /**
   * Watches a kind.
   *
   * @param kind what is watched, in the controller's namespaces
   * @param primaryName name of the primary that an object concerns; null for none
   */
  public static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> to(
      EventSourceContext<P> context, Class<R> kind, Function<R, String> primaryName) {
    return toAll(context, kind, null, object -> Stream.ofNullable(primaryName.apply(object)));
  }

  /**
   * Watches the objects of a kind that carry labels.
   *
   * @param selector label selector; null for all objects
   * @param primaryNames names of the primaries that an object concerns
   */
  public static <R extends HasMetadata, P extends HasMetadata> InformerEventSource<R, P> toAll(
      EventSourceContext<P> context,
      Class<R> kind,
      String selector,
      Function<R, Stream<String>> primaryNames) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, context.getPrimaryResourceClass())
            .withLabelSelector(selector)
            .withSecondaryToPrimaryMapper(object -> ids(object, primaryNames))
            .build();
    return new InformerEventSource<>(configuration, context);
  }

  private static <R extends HasMetadata> Set<ResourceID> ids(
      R object, Function<R, Stream<String>> primaryNames) {
    return primaryNames
        .apply(object)
        .filter(Objects::nonNull)
        .map(name -> new ResourceID(name, object.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }
}
