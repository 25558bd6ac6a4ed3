package io.homeostat.monitor.topology;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without content through which Kafka Streams says that it is about to commit, so that the
 * objects that changed reach the real store in time. The public interface knows no such moment; the
 * caches of Kafka Streams itself are flushed in the same way.
 */
final class Checkpoints implements StateStore, CachedStateStore<Object, Object> {
  static final String STORE = "checkpoints";

  private Runnable checkpoint = () -> {};
  private boolean open;

  /** What is to be done before each commit. */
  void before(Runnable commit) {
    checkpoint = commit;
  }

  @Override
  public void flushCache() {
    checkpoint.run();
  }

  @Override
  public void clearCache() {
    // nothing is kept here
  }

  @Override
  public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean oldValues) {
    return false;
  }

  @Override
  public String name() {
    return STORE;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Makes one for each partition. */
  static StoreBuilder<Checkpoints> builder() {
    return new Builder();
  }

  private static final class Builder implements StoreBuilder<Checkpoints> {
    @Override
    public StoreBuilder<Checkpoints> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<Checkpoints> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<Checkpoints> withLoggingEnabled(Map<String, String> config) {
      throw new UnsupportedOperationException("there is nothing to log");
    }

    @Override
    public StoreBuilder<Checkpoints> withLoggingDisabled() {
      return this;
    }

    @Override
    public Checkpoints build() {
      return new Checkpoints();
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public String name() {
      return STORE;
    }
  }
}
