package io.homeostat.gateway.access;

import io.homeostat.gateway.access.Permit.Charge;
import io.homeostat.gateway.access.Permit.Granted;
import io.homeostat.gateway.access.Permit.Rates;
import io.homeostat.gateway.access.Permit.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Counts what each key uses in this gateway pod against its limits. Thread-safe. */
public final class RateLimits {
  private final LongSupplier millis;
  private final Map<String, Usage> usages = new ConcurrentHashMap<>();

  /** Uses a clock that never goes back. */
  public RateLimits(LongSupplier millis) {
    this.millis = millis;
  }

  /**
   * Lets a request to a model through or not.
   *
   * @param estimatedTokens what prompt and answer may cost
   */
  public Permit request(ApiKey key, long estimatedTokens) {
    if (key.requestsPerMinute() == null && key.tokensPerMinute() == null) {
      return new Granted(new Rates(Optional.empty(), Optional.empty()), Charge.FREE);
    }
    return usage(key).request(key, estimatedTokens, millis);
  }

  /** Lets a piece of feedback through, or tells after how many milliseconds it can be sent. */
  public long feedback(ApiKey key) {
    return usage(key).feedback(key, millis.getAsLong());
  }

  /**
   * Lets an amount of what was recorded elsewhere through, all or nothing.
   *
   * @param amount 0 asks whether anything could be let through
   * @return after how many milliseconds it can be sent; 0 when it is let through
   */
  public long ingest(ApiKey key, int amount) {
    return usage(key).ingest(key, amount, millis.getAsLong());
  }

  /** Forgets everybody else. */
  public void retain(Set<String> identities) {
    usages.keySet().retainAll(identities);
  }

  private Usage usage(ApiKey key) {
    return usages.computeIfAbsent(key.identity(), identity -> new Usage());
  }

  private static final class Usage {
    private TokenBucket requests;
    private TokenBucket tokens;
    private TokenBucket feedback;
    private TokenBucket ingest;

    synchronized Permit request(ApiKey key, long estimate, LongSupplier millis) {
      long now = millis.getAsLong();
      requests = bucket(requests, key.requestsPerMinute(), now);
      tokens = bucket(tokens, key.tokensPerMinute(), now);
      if (requests != null && !requests.take(1, now)) {
        return refused(requests, "requests", 1, now);
      }
      if (tokens != null && !tokens.take(estimate, now)) {
        if (requests != null) {
          requests.correct(-1, now);
        }
        return refused(tokens, "tokens", estimate, now);
      }
      Charge charge =
          tokens == null ? Charge.FREE : used -> settle(used - estimate, millis.getAsLong());
      return new Granted(rates(now), charge);
    }

    private synchronized void settle(long difference, long now) {
      if (tokens != null) {
        tokens.correct(difference, now);
      }
    }

    synchronized long feedback(ApiKey key, long now) {
      feedback = bucket(feedback, key.feedbackPerMinute(), now);
      return feedback.take(1, now) ? 0 : feedback.millisUntil(1, now);
    }

    synchronized long ingest(ApiKey key, int amount, long now) {
      ingest = bucket(ingest, key.ingestPerMinute(), now);
      if (amount == 0) {
        return ingest.millisUntil(1, now);
      }
      return ingest.take(amount, now) ? 0 : ingest.millisUntil(amount, now);
    }

    private Refused refused(TokenBucket bucket, String limit, long amount, long now) {
      return new Refused(rates(now), limit, bucket.perMinute(), bucket.millisUntil(amount, now));
    }

    private Rates rates(long now) {
      return new Rates(rate(requests, now), rate(tokens, now));
    }

    private static Optional<Rate> rate(TokenBucket bucket, long now) {
      return Optional.ofNullable(bucket)
          .map(b -> new Rate(b.perMinute(), b.left(now), b.millisUntil(b.perMinute(), now)));
    }

    private static TokenBucket bucket(TokenBucket before, Integer perMinute, long now) {
      if (perMinute == null) {
        return null;
      }
      if (before == null) {
        return new TokenBucket(perMinute, now);
      }
      if (before.perMinute() != perMinute) {
        before.resize(perMinute, now);
      }
      return before;
    }
  }
}
