package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.events.Verdict;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;
import java.util.function.Function;

/**
 * Wakes the primary that a verdict speaks of; what was said before the start, the first reconcile
 * reads itself.
 */
public final class VerdictEventSource<P extends HasMetadata>
    extends AbstractEventSource<Verdict, P> {
  private final VerdictStore store;
  private final Function<Verdict, Set<ResourceID>> primaries;
  private AutoCloseable subscription;

  /**
   * Prepares the source.
   *
   * @param primaries objects that a verdict concerns; empty for verdicts of other kinds
   */
  public VerdictEventSource(VerdictStore store, Function<Verdict, Set<ResourceID>> primaries) {
    super(Verdict.class);
    this.store = store;
    this.primaries = primaries;
  }

  /**
   * A source for the kind that a type of verdict is about.
   *
   * @param type the only type that wakes
   */
  public static <P extends HasMetadata> VerdictEventSource<P> ofSubject(
      VerdictStore store, Class<? extends Verdict> type) {
    return new VerdictEventSource<>(
        store, verdict -> type.isInstance(verdict) ? Set.of(id(verdict.subject())) : Set.of());
  }

  /** The object that {@code namespace/name} names. */
  public static ResourceID id(String namespacedName) {
    int slash = namespacedName.indexOf('/');
    return new ResourceID(namespacedName.substring(slash + 1), namespacedName.substring(0, slash));
  }

  @Override
  public void start() {
    super.start();
    subscription = store.listen(this::wake);
  }

  @Override
  public void stop() {
    super.stop();
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        throw new IllegalStateException("a subscription could not be ended", e);
      }
    }
  }

  @Override
  public Set<Verdict> getSecondaryResources(P primary) {
    return Set.of();
  }

  private void wake(Verdict verdict) {
    if (isRunning()) {
      primaries.apply(verdict).forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }
  }
}
