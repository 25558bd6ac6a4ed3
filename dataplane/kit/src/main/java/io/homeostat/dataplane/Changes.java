package io.homeostat.dataplane;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * Tells what an informer sees to those for whom an object's first state is a change like any other.
 *
 * @param changed gets each state of each object
 * @param gone gets the last known state of an object that was deleted
 */
public record Changes<T>(Consumer<? super T> changed, Consumer<? super T> gone)
    implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T object) {
    changed.accept(object);
  }

  @Override
  public void onUpdate(T before, T object) {
    changed.accept(object);
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {
    gone.accept(object);
  }
}
