package io.homeostat.gateway.ingest;

import io.homeostat.gateway.routing.ServedModel;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who sends something, and what of.
 *
 * @param consumer identity of the API key
 * @param model name of the model that everything belongs to; null when each thing names its own
 * @param models finds a model that the sender may tell of
 * @param users names an end user of a service without telling who it is
 * @param nowMillis when it came, epoch milliseconds
 */
public record Sender(
    String consumer,
    String model,
    Function<String, Optional<ServedModel>> models,
    Users users,
    long nowMillis) {
  private static final long OLDEST_MILLIS = 7L * 24 * 60 * 60 * 1000;
  private static final long NEWEST_MILLIS = 5L * 60 * 1000;

  /** The model of one thing: the request's, or else the first that the thing names. */
  Optional<ServedModel> find(String... named) {
    if (model != null) {
      return models.apply(model);
    }
    for (String name : named) {
      if (name != null) {
        return models.apply(name);
      }
    }
    return Optional.empty();
  }

  /** Whether a moment is within the last 7 days, give or take 5 minutes of another clock. */
  boolean isRecent(long millis) {
    return millis >= nowMillis - OLDEST_MILLIS && millis <= nowMillis + NEWEST_MILLIS;
  }

  /** Names an end user without telling who it is. */
  @FunctionalInterface
  public interface Users {
    String digest(String service, String user);
  }
}
