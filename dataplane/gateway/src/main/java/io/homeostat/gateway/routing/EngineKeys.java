package io.homeostat.gateway.routing;

import io.homeostat.events.security.DerivedKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The key with which an engine is called: derived for the operator's own, read from a Secret for
 * engines of others. Thread-safe.
 */
public final class EngineKeys {
  private final DerivedKeys derived;
  private final AtomicReference<Map<SecretKey, String>> read = new AtomicReference<>(Map.of());

  /** Knows the derived keys, and no others yet. */
  public EngineKeys(DerivedKeys derived) {
    this.derived = derived;
  }

  /** Uses these values from the next request on. */
  public void accept(Map<SecretKey, String> values) {
    read.set(Map.copyOf(values));
  }

  /** Whether an engine must not be called, because its key is not known. */
  public boolean missing(EnginePod engine) {
    return engine.secret() != null && !read.get().containsKey(engine.secret());
  }

  /** The key of an engine; empty when it asks for none. */
  public Optional<String> of(ServedModel model, EnginePod engine) {
    if (engine.secret() != null) {
      return Optional.ofNullable(read.get().get(engine.secret()));
    }
    return engine.remote() == null ? Optional.of(derived.engine(model.uid())) : Optional.empty();
  }
}
