package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Set;

/**
 * Registers reconcilers, all under the same rules: retries never end, their pauses never exceed
 * five minutes.
 */
public final class Controllers {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final double LONGER_EACH_TIME = 2;
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final Duration RATE_PERIOD = Duration.ofSeconds(5);
  private static final int RATE = 20;

  private Controllers() {}

  /**
   * Adds a reconciler to an operator that is not started yet.
   *
   * @param namespaces namespaces to watch; empty means all
   */
  public static <P extends HasMetadata> void register(
      Operator operator, Reconciler<P> reconciler, Set<String> namespaces) {
    operator.<P>register(
        reconciler,
        configuration -> {
          configuration
              .withRetry(retry())
              .withRateLimiter(new LinearRateLimiter(RATE_PERIOD, RATE));
          if (!namespaces.isEmpty()) {
            configuration.settingNamespaces(namespaces);
          }
        });
  }

  private static GenericRetry retry() {
    return GenericRetry.defaultLimitedExponentialRetry()
        .withoutMaxAttempts()
        .setInitialInterval(FIRST_RETRY)
        .setIntervalMultiplier(LONGER_EACH_TIME)
        .setMaxInterval(LONGEST_RETRY.toMillis());
  }
}
