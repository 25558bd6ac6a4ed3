package io.homeostat.judge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.JudgeUnavailableException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How hard an endpoint may be pressed: the declared request rate, and a breaker that leaves it
 * alone for a while when half of its latest requests failed, then tries three before it trusts it
 * again.
 */
public final class JudgeLimits {
  static final Duration OPEN = Duration.ofSeconds(30);
  static final int HALF_OPEN_REQUESTS = 3;
  static final int WINDOW = 20;

  private static final int DEFAULT_CONCURRENCY = 4;
  private static final int DEFAULT_TIMEOUT_SECONDS = 30;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int concurrency;
  private final RateLimiter rate;
  private final CircuitBreaker breaker;

  /** The limits of a Judge, the breaker's time taken from {@code clock}. */
  public JudgeLimits(JudgeSpec spec, Clock clock) {
    this.concurrency = spec.concurrency() == null ? DEFAULT_CONCURRENCY : spec.concurrency();
    this.rate = spec.requestsPerMinute() == null ? null : rate(spec);
    this.breaker =
        CircuitBreaker.of(
            "judge",
            CircuitBreakerConfig.custom()
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(WINDOW / 2)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(HALF_OPEN_REQUESTS)
                .build());
  }

  int concurrency() {
    return concurrency;
  }

  /**
   * Takes a turn.
   *
   * @throws JudgeUnavailableException when the wait for it would be too long or the breaker is open
   */
  Permit enter() throws JudgeUnavailableException {
    if (!breaker.tryAcquirePermission()) {
      throw new JudgeUnavailableException(
          Reason.JudgeBreakerOpen,
          "half of the latest requests failed: the endpoint is left alone for %d s"
              .formatted(OPEN.toSeconds()),
          null);
    }
    long wait = rate == null ? 0 : rate.reservePermission();
    if (wait < 0) {
      breaker.releasePermission();
      throw new JudgeUnavailableException(
          Reason.JudgeRateLimited,
          "the wait for requestsPerMinute would be longer than timeoutSeconds",
          null);
    }
    return new Permit(Duration.ofNanos(wait));
  }

  private static RateLimiter rate(JudgeSpec spec) {
    int timeout = spec.timeoutSeconds() == null ? DEFAULT_TIMEOUT_SECONDS : spec.timeoutSeconds();
    return RateLimiter.of(
        "judge",
        RateLimiterConfig.custom()
            .limitForPeriod(1)
            .limitRefreshPeriod(Duration.ofNanos(MINUTE_NANOS / spec.requestsPerMinute()))
            .timeoutDuration(Duration.ofSeconds(timeout))
            .build());
  }

  /** Leave to send one request; how it ended must be told. */
  final class Permit {
    private final Duration wait;

    private Permit(Duration wait) {
      this.wait = wait;
    }

    /** How long the declared rate asks to wait. */
    Duration pause() {
      return wait;
    }

    void answered() {
      breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    void failed(Throwable failure) {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }

    void unused() {
      breaker.releasePermission();
    }
  }
}
